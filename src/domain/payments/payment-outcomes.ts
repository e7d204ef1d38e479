import { redeemWithOrder } from '../coupons/redemptions.ts';
import { Conflict, NotFound } from '../model/errors.ts';
import { scheduleFirstFollowUp } from './follow-ups.ts';
import { askToGrant, publishOrder } from '../orders/order-events.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Decline, Payment } from '../model/payment.ts';
import { getOrder } from '../orders/orders.ts';
import { publishPayment, type PaymentEventType } from './payment-events.ts';
import { advanceOrder, advancePayment } from '../orders/states.ts';
import { inTransaction, type Cause, type Tx, type DomainContext } from '../model/context.ts';

export interface PaymentState {
  readonly order: Order;
  readonly payment: Payment;
}

/** How an attempt ends. */
export type PaymentEnd =
  | { readonly status: 'done'; readonly threeDs?: 'authenticated' }
  | { readonly status: 'failed'; readonly decline: Decline; readonly threeDs?: 'failed' }
  | { readonly status: 'abandoned' | 'expired' };

const UNPAID_EVENTS = {
  failed: 'payment.declined',
  abandoned: 'payment.abandoned',
  expired: 'payment.expired',
} as const satisfies Record<string, PaymentEventType>;

/**
 * Ends the attempt that holds an order: it was the 3-D Secure question or the tester that kept it open.
 *
 * @throws NotFound
 * @throws Conflict when no attempt of the order is under way.
 */
export function resolvePayment(
  domain: DomainContext,
  game: Game,
  orderId: string,
  end: PaymentEnd,
): PaymentState {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, orderId);
    return endPayment(tx, game, startedPayment(tx, order), end);
  });
}

/** @throws Conflict when no attempt of the order is under way. */
export function startedPayment(tx: Pick<Tx, 'tables'>, order: Order): Payment {
  const payment = tx.tables.payments.by('order', order.id).find((one) => one.status === 'created');
  if (!payment) throw new Conflict(`Order ${order.id} is ${order.status}: no payment of it is under way.`);
  return payment;
}

/** @throws Conflict when the payment has ended before. */
export function endPayment(tx: Tx, game: Game, payment: Payment, end: PaymentEnd): PaymentState {
  const order = tx.tables.orders.get(payment.orderId);
  if (!order) throw new NotFound(`Order ${payment.orderId} was not found.`);
  const cause = { transactionId: payment.transactionId, requestId: null };
  const ended = { ...advancePayment(payment, end.status, tx.now), ...marks(payment, end) };
  tx.tables.payments.put(ended);
  if (end.status === 'done') return succeed(tx, game, { order, payment: ended }, cause);
  const reopened = advanceOrder(order, 'reattempted', tx.now);
  tx.tables.orders.put(reopened);
  publishPayment(tx, game, { type: UNPAID_EVENTS[end.status], paymentId: payment.id }, cause);
  return { order: reopened, payment: ended };
}

function marks(payment: Payment, end: PaymentEnd): Pick<Payment, 'threeDs' | 'decline'> {
  return {
    threeDs: 'threeDs' in end ? end.threeDs : payment.threeDs,
    decline: 'decline' in end ? end.decline : null,
  };
}

function succeed(tx: Tx, game: Game, { order, payment }: PaymentState, cause: Cause): PaymentState {
  const paid = { ...advanceOrder(order, 'paid', tx.now), paidAt: tx.now };
  tx.tables.orders.put(paid);
  redeemWithOrder(tx, paid);
  publishPayment(tx, game, { type: 'payment.succeeded', paymentId: payment.id }, cause);
  const asked = askToGrant(tx, game, paid, cause);
  publishOrder(tx, game, { type: 'order.paid', order: asked }, cause);
  scheduleFirstFollowUp(tx, payment);
  return { order: asked, payment };
}
