import { type DomainContext, inTransaction } from '../model/context.ts';
import type { EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { getOrder } from '../orders/orders.ts';
import { checkAllowed } from '../orders/states.ts';
import { publishPayment } from './transition.ts';

type PaymentEvent = Extract<EventType, `payment.${string}`>;

/** The event that was sent when a payment that succeeded once got its status. */
const EVENTS: Partial<Record<Payment['status'], PaymentEvent>> = {
  done: 'payment.succeeded',
  dispute: 'payment.dispute',
  refunded: 'payment.refunded',
  chargeback: 'payment.chargeback',
};

/**
 * Publishes the latest event of the order's payment again, as the platform does after it has updated the fees. The
 * event is a new one with an id and an idempotency key of its own, in the transaction of the payment.
 *
 * @throws NotFound
 * @throws Conflict when no payment of the order has succeeded.
 */
export function updateFees(domain: DomainContext, game: Game, orderId: string): Order {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, orderId);
    checkAllowed(order, 'updateFees');
    const payment = tx.tables.payments.by('order', orderId).find(({ status }) => EVENTS[status]);
    const type = payment && EVENTS[payment.status];
    if (!type) throw new Error(`Order ${order.id} is ${order.status}, but no payment of it has succeeded.`);
    const cause = { transactionId: payment.transactionId, requestId: null };
    publishPayment(tx, game, type, { order, payment }, cause);
    return order;
  });
}
