import { publish } from '../events/publish.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { publishUndone } from '../orders/order-events.ts';
import { getOrder } from '../orders/orders.ts';
import { advanceOrder, advancePayment } from '../orders/states.ts';
import { seconds } from '../wire/time.ts';
import { publishPayment } from './payment-events.ts';
import { paidBy } from './refunds.ts';

/**
 * The player's bank disputes the payment.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid.
 */
export function openDispute(
  domain: DomainContext,
  game: Game,
  orderId: string,
  reason = 'fraudulent',
): Order {
  return onOrder(domain, game, orderId, (tx, order) => dispute(tx, game, order, reason));
}

/**
 * The dispute is decided for the game: the payment stands again.
 *
 * @throws NotFound
 * @throws Conflict when the order is not disputed.
 */
export function winDispute(domain: DomainContext, game: Game, orderId: string): Order {
  return onOrder(domain, game, orderId, (tx, order) => win(tx, game, order));
}

/**
 * The dispute is decided for the player: the money is taken back, and the items are too.
 *
 * @throws NotFound
 * @throws Conflict when the order is not disputed.
 */
export function loseDispute(domain: DomainContext, game: Game, orderId: string): Order {
  return onOrder(domain, game, orderId, (tx, order) => takeBack(tx, game, order, disputedBy(tx, order)));
}

/**
 * The money is taken back without a dispute before.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid.
 */
export function chargeBack(domain: DomainContext, game: Game, orderId: string): Order {
  return onOrder(domain, game, orderId, (tx, order) => {
    return takeBack(tx, game, order, paidBy(tx, order, 'charged back'));
  });
}

function onOrder(
  domain: DomainContext,
  game: Game,
  orderId: string,
  work: (tx: Tx, order: Order) => Order,
): Order {
  return inTransaction(domain, (tx) => work(tx, getOrder(tx.tables, game.id, orderId)));
}

export function dispute(tx: Tx, game: Game, order: Order, reason: string): Order {
  const payment = paidBy(tx, order, 'disputed');
  tx.tables.payments.put(advancePayment({ ...payment, disputeReason: reason }, 'dispute', tx.now));
  const disputed = advanceOrder(order, 'disputed', tx.now);
  tx.tables.orders.put(disputed);
  publishPayment(tx, game, { type: 'payment.dispute', paymentId: payment.id }, newCause(tx));
  return disputed;
}

export function win(tx: Tx, game: Game, order: Order): Order {
  const payment = disputedBy(tx, order);
  tx.tables.payments.put(advancePayment(payment, 'done', tx.now));
  const paid = advanceOrder(order, 'paid', tx.now);
  tx.tables.orders.put(paid);
  publishPayment(tx, game, { type: 'payment.succeeded', paymentId: payment.id }, newCause(tx));
  return paid;
}

export function takeBack(tx: Tx, game: Game, order: Order, payment: Payment): Order {
  const cause = newCause(tx);
  tx.tables.payments.put(advancePayment(payment, 'chargeback', tx.now));
  const canceled = advanceOrder(order, 'canceled', tx.now);
  tx.tables.orders.put(canceled);
  publishPayment(tx, game, { type: 'payment.chargeback', paymentId: payment.id }, cause);
  return publishUndone(tx, game, { type: 'order.canceled', order: canceled }, cause);
}

/** @throws Conflict when the order is not disputed. */
export function disputedBy(tx: Pick<Tx, 'tables'>, order: Order): Payment {
  const payment = tx.tables.payments.by('order', order.id).find((one) => one.status === 'dispute');
  if (order.status !== 'disputed' || !payment) {
    throw new Conflict(`Order ${order.id} is ${order.status}; no dispute of it is open.`);
  }
  return payment;
}

/**
 * The bank reports a paid order as fraud. Nothing changes but that the game is told.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid.
 */
export function reportFraud(domain: DomainContext, game: Game, orderId: string): Order {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, orderId);
    publishFraud(tx, game, { order, payment: paidBy(tx, order, 'reported as fraud') });
    return order;
  });
}

export function publishFraud(
  tx: Tx,
  game: Game,
  { order, payment }: { order: Order; payment: Payment },
): void {
  const data = fraudData(tx, order, payment);
  publish(tx, { game, order, payment, type: 'fraud.reported', data }, newCause(tx));
}

/** `event_data` of `fraud.reported`. */
export function fraudData(tx: Pick<Tx, 'ids' | 'now'>, order: Order, payment: Payment) {
  return {
    id: newId(tx.ids, 'fraud'),
    player_id: order.playerId,
    order_id: order.id,
    payment_id: payment.id,
    fraud_type: 'fraud_report',
    amount: payment.amount,
    currency: payment.currency,
    payment_method: payment.method,
    reported_at: seconds(tx.now),
  };
}
