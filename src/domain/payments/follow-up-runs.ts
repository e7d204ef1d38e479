import { dispute, disputedBy, publishFraud, takeBack, win } from './disputes.ts';
import { schedule } from './follow-ups.ts';
import type { FollowUp, Payment } from '../model/payment.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/**
 * Lets a follow-up happen. If its order went another way meanwhile (a refund before the dispute, say),
 * it passes without effect.
 */
export function runFollowUp(domain: DomainContext, id: string): void {
  inTransaction(domain, (tx) => {
    const followUp = tx.tables.followUps.get(id);
    if (!followUp) return;
    tx.tables.followUps.delete(id);
    const game = tx.tables.games.get(followUp.gameId);
    const payment = tx.tables.payments.get(followUp.paymentId);
    const order = payment && tx.tables.orders.get(payment.orderId);
    if (game && order) run(tx, game, { followUp, payment, order });
  });
}

interface Run {
  readonly followUp: FollowUp;
  readonly payment: Payment;
  readonly order: Order;
}

function run(tx: Tx, game: Game, { followUp, payment, order }: Run): void {
  if (followUp.kind === 'dispute_end') {
    if (order.status !== 'disputed') return;
    if (followUp.ends === 'won') win(tx, game, order);
    else takeBack(tx, game, order, disputedBy(tx, order));
    return;
  }
  if (order.status !== 'paid') return;
  if (followUp.kind === 'fraud') {
    publishFraud(tx, game, { order, payment });
    return;
  }
  dispute(tx, game, order, followUp.reason);
  schedule(tx, payment, { kind: 'dispute_end', reason: followUp.reason, ends: followUp.ends });
}
