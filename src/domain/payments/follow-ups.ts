import { type DomainContext, inTransaction, type Tx } from '../model/context.ts';
import { newId } from '../model/ids.ts';
import type { FollowUp, Payment } from '../model/payment.ts';
import { existing } from '../model/record.ts';
import { allows } from '../orders/states.ts';
import { cardOf } from './cards.ts';
import { bankDecides, dispute } from './disputes.ts';

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
