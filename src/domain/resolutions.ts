import type { Game } from './model/game.ts';
import type { Payment } from './model/payment.ts';
import { getOrder } from './orders.ts';
import { endPayment, startedPayment, type PaymentEnd, type PaymentState } from './payment-outcomes.ts';
import { threeDsEnd } from './payments.ts';
import { inTransaction, type World } from './world.ts';

/** How a person may end a payment that is held pending. */
export const RESOLUTIONS = ['succeeded', 'declined', 'expired'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/**
 * Ends the attempt that holds an order. One that waits for 3-D Secure ends as if the bank had answered.
 *
 * @throws NotFound
 * @throws Conflict when no attempt of the order is under way.
 */
export function resolveAs(world: World, game: Game, orderId: string, outcome: Resolution): PaymentState {
  return inTransaction(world, (tx) => {
    const payment = startedPayment(tx, getOrder(tx.tables, game.id, orderId));
    return endPayment(tx, game, payment, endAs(payment, outcome));
  });
}

const DECLINED = { code: '16', message: 'Payment declined' };

function endAs(payment: Payment, outcome: Resolution): PaymentEnd {
  if (outcome === 'expired') return { status: 'expired' };
  if (payment.threeDs === 'pending') return threeDsEnd(outcome === 'succeeded' ? 'complete' : 'fail');
  return outcome === 'succeeded' ? { status: 'done' } : { status: 'failed', decline: DECLINED };
}
