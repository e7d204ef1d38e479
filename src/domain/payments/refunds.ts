import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { publishUndone } from '../orders/order-events.ts';
import { getOrder } from '../orders/orders.ts';
import { publishPayment } from './payment-events.ts';
import { advanceOrder, advancePayment } from '../orders/states.ts';
import { inTransaction, newCause, type Cause, type Tx, type DomainContext } from '../model/context.ts';

export interface Refund {
  readonly reason: string;
  readonly cause: Cause;
}

/**
 * Refunds a paid order, in full, whoever asks: the API, the dashboard or a declining game.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid, or no longer.
 */
export function refundOrder(
  domain: DomainContext,
  game: Game,
  orderId: string,
  asked: { reason: string; requestId: string | null },
): Order {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, orderId);
    return refund(tx, game, order, { reason: asked.reason, cause: newCause(tx, asked.requestId) });
  });
}

/** @throws Conflict when the order is not paid, or no longer. */
export function refund(tx: Tx, game: Game, order: Order, { reason, cause }: Refund): Order {
  const payment = paidBy(tx, order, 'refunded');
  const { payments, orders } = tx.tables;
  const asked = advancePayment({ ...payment, refundReason: reason }, 'refund_requested', tx.now);
  payments.put(advancePayment(asked, 'refunded', tx.now));
  const refunded = advanceOrder(advanceOrder(order, 'refund_requested', tx.now), 'refunded', tx.now);
  orders.put(refunded);
  publishPayment(tx, game, { type: 'payment.refunded', paymentId: payment.id }, cause);
  return publishUndone(tx, game, { type: 'order.refunded', order: refunded }, cause);
}

/**
 * The payment that paid the order.
 *
 * @throws Conflict when the order is not paid; `what` says what can't be done with it.
 */
export function paidBy(tx: Pick<Tx, 'tables'>, order: Order, what: string): Payment {
  const payment = tx.tables.payments.by('order', order.id).find((one) => one.status === 'done');
  if (order.status !== 'paid' || !payment) {
    throw new Conflict(`Order ${order.id} is ${order.status}; only a paid order can be ${what}.`);
  }
  return payment;
}
