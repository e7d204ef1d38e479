import { cardOf } from './cards.ts';
import { newId } from '../model/ids.ts';
import type { FollowUp, Payment } from '../model/payment.ts';
import type { Tx } from '../model/context.ts';

/** What the dispute and fraud cards set off after their payment, whoever ended it. */
export function scheduleFirstFollowUp(tx: Tx, payment: Payment): void {
  const outcome = cardOf(payment)?.outcome;
  if (!outcome) return;
  if (outcome.kind === 'fraud') schedule(tx, payment, { kind: 'fraud', reason: 'fraud' });
  if (outcome.kind === 'dispute') {
    schedule(tx, payment, { kind: 'dispute', reason: outcome.reason, ends: outcome.ends });
  }
}

type Plan = Pick<FollowUp, 'kind' | 'reason'> & Partial<Pick<FollowUp, 'ends'>>;

export function schedule(tx: Tx, payment: Pick<Payment, 'id' | 'gameId'>, plan: Plan): void {
  tx.tables.followUps.put({
    ends: null,
    ...plan,
    id: newId(tx.ids, 'followUp'),
    gameId: payment.gameId,
    paymentId: payment.id,
    dueAt: tx.now + tx.rules.disputeDelayMs,
  });
}
