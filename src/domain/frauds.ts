import { seconds } from './bodies/time.ts';
import { publish } from './events.ts';
import { newId } from './ids.ts';
import type { Game } from './model/game.ts';
import type { Order } from './model/order.ts';
import type { Payment } from './model/payment.ts';
import { getOrder } from './orders.ts';
import { paidBy } from './refunds.ts';
import { inTransaction, newCause, type Tx, type World } from './world.ts';

/**
 * The bank reports a paid order as fraud. Nothing changes but that the game is told.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid.
 */
export function reportFraud(world: World, game: Game, orderId: string): Order {
  return inTransaction(world, (tx) => {
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
