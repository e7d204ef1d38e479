import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import { getOrder } from '../orders/orders.ts';
import { carryOut, paymentFor } from './transition.ts';

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

export function dispute(tx: Tx, game: Game, order: Order, reason: string): Order {
  const payment = { ...paymentFor(tx, order, 'dispute'), disputeReason: reason };
  return carryOut(tx, game, 'dispute', { order, payment }, newCause(tx)).order;
}

/**
 * The dispute is decided for the game: the payment stands again.
 *
 * @throws NotFound
 * @throws Conflict when the order is not disputed.
 */
export function winDispute(domain: DomainContext, game: Game, orderId: string): Order {
  return onOrder(domain, game, orderId, (tx, order) => bankDecides(tx, game, order, 'winDispute'));
}

/**
 * The dispute is decided for the player: the game loses the money, and the player the items.
 *
 * @throws NotFound
 * @throws Conflict when the order is not disputed.
 */
export function loseDispute(domain: DomainContext, game: Game, orderId: string): Order {
  return onOrder(domain, game, orderId, (tx, order) => bankDecides(tx, game, order, 'loseDispute'));
}

/**
 * The bank takes the money back without a dispute.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid.
 */
export function chargeBack(domain: DomainContext, game: Game, orderId: string): Order {
  return onOrder(domain, game, orderId, (tx, order) => bankDecides(tx, game, order, 'chargeBack'));
}

/**
 * The bank reports a paid order as fraud. The order and its payment stay as they are.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid.
 */
export function reportFraud(domain: DomainContext, game: Game, orderId: string): Order {
  return onOrder(domain, game, orderId, (tx, order) => bankDecides(tx, game, order, 'reportFraud'));
}

/** @throws Conflict when the order's status does not allow it. */
export function bankDecides(
  tx: Tx,
  game: Game,
  order: Order,
  decision: 'winDispute' | 'loseDispute' | 'chargeBack' | 'reportFraud',
): Order {
  const payment = paymentFor(tx, order, decision);
  return carryOut(tx, game, decision, { order, payment }, newCause(tx)).order;
}

function onOrder(
  domain: DomainContext,
  game: Game,
  orderId: string,
  work: (tx: Tx, order: Order) => Order,
): Order {
  return inTransaction(domain, (tx) => work(tx, getOrder(tx.tables, game.id, orderId)));
}
