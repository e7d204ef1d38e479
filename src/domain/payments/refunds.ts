import { type Cause, type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import { getOrder } from '../orders/orders.ts';
import { carryOut, paymentFor } from './transition.ts';

/**
 * Refunds a paid order in full.
 *
 * @param asked `requestId` is the API request that asks for it, if one does.
 * @throws NotFound
 * @throws Conflict when the order is not paid, or no longer.
 */
export function refundOrder(
  domain: DomainContext,
  game: Game,
  orderId: string,
  asked: { readonly reason: string; readonly requestId: string | null },
): Order {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, orderId);
    return refund(tx, game, order, asked.reason, newCause(tx, asked.requestId));
  });
}

/** @throws Conflict when the order is not paid, or no longer. */
export function refund(tx: Tx, game: Game, order: Order, reason: string, cause: Cause): Order {
  const payment = { ...paymentFor(tx, order, 'refund'), refundReason: reason };
  return carryOut(tx, game, 'refund', { order, payment }, cause).order;
}
