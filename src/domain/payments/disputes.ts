import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Order } from '../model/order.ts';
import type { FollowUp, Payment } from '../model/payment.ts';
import { existing } from '../model/record.ts';
import { getOrder } from '../orders/orders.ts';
import { allows } from '../orders/states.ts';
import { cardOf } from './cards.ts';
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

/** Schedules what a dispute or fraud card leads to after its payment. */
export function scheduleFirstFollowUp(tx: Tx, payment: Payment): void {
  const outcome = cardOf(payment)?.outcome;
  if (outcome?.kind === 'fraud') schedule(tx, payment, 'fraud', 'fraud', null);
  if (outcome?.kind === 'dispute') schedule(tx, payment, 'dispute', outcome.reason, outcome.ends);
}

function schedule(
  tx: Tx,
  { id: paymentId, gameId }: Payment,
  kind: FollowUp['kind'],
  reason: string,
  ends: FollowUp['ends'],
): void {
  const dueAt = tx.now + tx.rules.disputeDelayMs;
  tx.tables.followUps.put({ id: newId(tx.ids, 'followUp'), gameId, paymentId, kind, reason, ends, dueAt });
}

/**
 * Carries out a follow-up that is due. It has no effect when the order's status no longer allows it, as after
 * a refund.
 */
export function runFollowUp(domain: DomainContext, id: string): void {
  inTransaction(domain, (tx) => {
    const { tables } = tx;
    const { kind, reason, ends, gameId, paymentId } = existing(tables.followUps, id);
    tables.followUps.delete(id);
    const game = existing(tables.games, gameId);
    const payment = existing(tables.payments, paymentId);
    const order = existing(tables.orders, payment.orderId);
    if (kind === 'dispute_end') {
      const decision = ends === 'won' ? 'winDispute' : 'loseDispute';
      if (allows(order, decision)) bankDecides(tx, game, order, decision);
    } else if (kind === 'fraud') {
      if (allows(order, 'reportFraud')) bankDecides(tx, game, order, 'reportFraud');
    } else if (allows(order, 'dispute')) {
      dispute(tx, game, order, reason);
      schedule(tx, payment, 'dispute_end', reason, ends);
    }
  });
}
