import { type DomainContext, inTransaction } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import type { Payment } from '../model/payment.ts';
import { getOrder } from '../orders/orders.ts';
import { isOpen } from '../orders/states.ts';
import { TEST_CARDS } from './cards.ts';
import {
  endPayment,
  type PaymentEnd,
  type PaymentState,
  resolvePayment,
  startedPayment,
} from './payment-outcomes.ts';
import { payOrder, threeDsEnd } from './payments.ts';

/** How a person may end a payment that is held pending. */
export const RESOLUTIONS = ['succeeded', 'declined', 'expired'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/**
 * Ends the attempt that holds an order. One that waits for 3-D Secure ends as if the bank had answered.
 *
 * @throws NotFound
 * @throws Conflict when no attempt of the order is under way.
 */
export function resolveAs(
  domain: DomainContext,
  game: Game,
  orderId: string,
  outcome: Resolution,
): PaymentState {
  return inTransaction(domain, (tx) => {
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

/**
 * The player leaves without paying. Of an order that nobody has begun to pay, a payment is begun first:
 * only one that was started can be abandoned.
 *
 * @throws NotFound
 * @throws Conflict when the order can't be paid now and no payment of it is under way.
 */
export function leaveWithoutPaying(domain: DomainContext, game: Game, orderId: string): PaymentState {
  const order = getOrder(domain.store.tables, game.id, orderId);
  if (isOpen(order)) begin(domain, game, orderId);
  return resolvePayment(domain, game, orderId, { status: 'abandoned' });
}

function begin(domain: DomainContext, game: Game, orderId: string): void {
  const card = TEST_CARDS[0]?.number ?? null;
  payOrder(domain, game, {
    orderId,
    card,
    email: null,
    country: null,
    postalCode: null,
    ip: null,
    hold: true,
  });
}
