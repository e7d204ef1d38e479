import { unlockIfThere } from '../achievements/achievements.ts';
import { redeemWithOrder } from '../coupons/redemptions.ts';
import { creditOrder, withPoints } from '../loyalty/points.ts';
import { type DomainContext, inTransaction, type Tx } from '../model/context.ts';
import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Decline, Payment } from '../model/payment.ts';
import { existing } from '../model/record.ts';
import { playerKey } from '../model/tables.ts';
import { getOrder } from '../orders/orders.ts';
import { startPaidPeriods } from '../subscriptions/subscriptions.ts';
import { scheduleFirstFollowUp } from './disputes.ts';
import { carryOut, paymentFor, type PaymentState } from './transition.ts';

/** How a payment ends. */
export type PaymentOutcome =
  | { readonly action: 'succeed'; readonly threeDs?: 'authenticated' }
  | { readonly action: 'decline'; readonly decline: Decline; readonly threeDs?: 'failed' }
  | { readonly action: 'reject'; readonly decline: Decline }
  | { readonly action: 'abandon' | 'expirePayment' | 'cancelPayment' | 'void' };

/** @throws Conflict when the payment has ended before. */
export function endPayment(tx: Tx, game: Game, payment: Payment, outcome: PaymentOutcome): PaymentState {
  const order = existing(tx.tables.orders, payment.orderId);
  const cause = { transactionId: payment.transactionId, requestId: null };
  const ended = { ...payment, ...marksOf(payment, outcome) };
  if (outcome.action !== 'succeed')
    return carryOut(tx, game, outcome.action, { order, payment: ended }, cause);
  redeemWithOrder(tx, order);
  const paid = { ...withPoints(tx, order), paidAt: tx.now };
  const state = carryOut(tx, game, 'succeed', { order: paid, payment: ended }, cause);
  creditOrder(tx, state.order);
  const player = tx.tables.players.get(playerKey(order.gameId, order.playerId));
  if (player) unlockIfThere(tx, player, 'first_purchase');
  startPaidPeriods(tx, game, state.order, state.payment, cause);
  scheduleFirstFollowUp(tx, state.payment);
  return state;
}

function marksOf(payment: Payment, outcome: PaymentOutcome): Pick<Payment, 'threeDs' | 'decline'> {
  return {
    threeDs: 'threeDs' in outcome ? outcome.threeDs : payment.threeDs,
    decline: 'decline' in outcome ? outcome.decline : null,
  };
}

/** How the answer to the 3-D Secure question ends the payment. */
export function threeDsOutcome(answer: 'complete' | 'fail'): PaymentOutcome {
  if (answer === 'complete') return { action: 'succeed', threeDs: 'authenticated' };
  const decline = { code: '3ds_failed', message: '3-D Secure authentication failed' };
  return { action: 'decline', threeDs: 'failed', decline };
}

/**
 * The player answers the 3-D Secure question.
 *
 * @throws NotFound
 * @throws Conflict when no payment of the order waits for 3-D Secure.
 */
export function answerThreeDs(
  domain: DomainContext,
  game: Game,
  orderId: string,
  answer: 'complete' | 'fail',
): PaymentState {
  return inTransaction(domain, (tx) => {
    const payment = paymentInProgress(tx, game, orderId);
    if (payment.threeDs !== 'pending') {
      throw new Conflict(`Payment ${payment.id} does not wait for 3-D Secure.`);
    }
    return endPayment(tx, game, payment, threeDsOutcome(answer));
  });
}

/** How a person may end a payment that is in progress. */
export const RESOLUTIONS = ['succeeded', 'declined', 'expired'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

const DECLINED: Decline = { code: '16', message: 'Payment declined' };

/**
 * Ends the payment that is in progress. One that waits for 3-D Secure ends as if the bank had answered.
 *
 * @param decline the reason, if it is declined; the general decline (code 16) by default.
 * @throws NotFound
 * @throws Conflict when no payment of the order is in progress.
 */
export function resolvePayment(
  domain: DomainContext,
  game: Game,
  orderId: string,
  resolution: Resolution,
  decline?: Decline,
): PaymentState {
  return inTransaction(domain, (tx) => {
    const payment = paymentInProgress(tx, game, orderId);
    return endPayment(tx, game, payment, outcomeOf(payment, resolution, decline));
  });
}

function outcomeOf(payment: Payment, resolution: Resolution, decline?: Decline): PaymentOutcome {
  if (resolution === 'expired') return { action: 'expirePayment' };
  if (resolution === 'declined' && decline) return { action: 'decline', decline };
  if (payment.threeDs === 'pending') return threeDsOutcome(resolution === 'succeeded' ? 'complete' : 'fail');
  return resolution === 'succeeded' ? { action: 'succeed' } : { action: 'decline', decline: DECLINED };
}

/** Ends of a payment that take neither an answer of the bank nor time. */
export const STOPS = {
  abandon: { action: 'abandon' },
  cancel: { action: 'cancelPayment' },
  reject: { action: 'reject', decline: { code: 'risk', message: 'Flagged as risky' } },
  void: { action: 'void' },
} as const satisfies Readonly<Record<string, PaymentOutcome>>;

/**
 * Stops the payment that is in progress: the player leaves it (`abandon`) or cancels it, it is flagged as risky
 * (`reject`), or it was only held and is voided.
 *
 * @throws NotFound
 * @throws Conflict when no payment of the order is in progress.
 */
export function stopPayment(
  domain: DomainContext,
  game: Game,
  orderId: string,
  stop: keyof typeof STOPS,
): PaymentState {
  return inTransaction(domain, (tx) => {
    return endPayment(tx, game, paymentInProgress(tx, game, orderId), STOPS[stop]);
  });
}

function paymentInProgress(tx: Tx, game: Game, orderId: string): Payment {
  return paymentFor(tx, getOrder(tx.tables, game.id, orderId), 'succeed');
}
