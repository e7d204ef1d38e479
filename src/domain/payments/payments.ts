import { refuseSpentCoupon } from '../coupons/rules.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import { Conflict, invalidField } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId, newReceiptNumber } from '../model/ids.ts';
import type { Order } from '../model/order.ts';
import type { Decline, Payment } from '../model/payment.ts';
import { getOrder } from '../orders/orders.ts';
import { forgetOldOrders } from '../orders/retention.ts';
import { isOpen, isPayable } from '../orders/states.ts';
import { findTestCard, TEST_CARDS, type TestCard } from './cards.ts';
import { endPayment, type PaymentOutcome, stopPayment, threeDsOutcome } from './outcomes.ts';
import { carryOut, type PaymentState } from './transition.ts';

/** What a player fills in. Of the card number only the last four digits are ever kept. */
export interface PaymentDetails {
  /** `null` for an order whose total is zero. */
  readonly card: string | null;
  readonly email: string | null;
  readonly country: string | null;
  readonly postalCode: string | null;
  readonly ip: string | null;
  /** Whether the player asks to keep the card for the next purchase. */
  readonly saveCard?: boolean | undefined;
}

/** What a tester may want of a payment instead of its card's own outcome. */
export interface TestOptions {
  /** Answers the 3-D Secure question at once. */
  readonly threeDs?: 'complete' | 'fail' | undefined;
  /** Leaves the payment in progress until somebody resolves it. */
  readonly hold?: boolean | undefined;
  /** Declines the payment, whatever the card. */
  readonly decline?: Decline | undefined;
}

/**
 * Starts a payment and, unless it has to wait for 3-D Secure or is held, ends it. A declined payment is a
 * result, not an error.
 *
 * @throws NotFound
 * @throws Conflict when the order can't be paid now.
 * @throws Invalid when the card is not a test card, or the country is not the one that the order is locked to.
 * @throws StorageUnavailable when there is no room for another payment.
 */
export function payOrder(
  domain: DomainContext,
  game: Game,
  orderId: string,
  details: PaymentDetails,
  options: TestOptions = {},
): PaymentState {
  return inTransaction(domain, (tx) => {
    return pay(tx, game, getOrder(tx.tables, game.id, orderId), details, options);
  });
}

/**
 * Does what `payOrder` does, in a transaction that is running.
 *
 * @throws what `payOrder` throws.
 */
export function pay(
  tx: Tx,
  game: Game,
  order: Order,
  details: PaymentDetails,
  options: TestOptions,
): PaymentState {
  refuseUnpayable(tx, order);
  refuseSpentCoupon(tx, order);
  const card = cardFor(order, details.card);
  const started = startPayment(tx, game, order, card, details);
  const outcome = outcomeOf(card, options);
  const state = outcome ? endPayment(tx, game, started.payment, outcome) : started;
  forgetOldOrders(tx, order);
  return state;
}

/** How the payment ends at once; `null` when it stays in progress. */
function outcomeOf(card: TestCard | null, { hold, decline, threeDs }: TestOptions): PaymentOutcome | null {
  if (hold) return null;
  if (decline) return { action: 'decline', decline };
  const outcome = card?.outcome;
  if (outcome?.kind === 'declined') return { action: 'decline', decline: outcome.decline };
  if (outcome?.kind !== 'three_d_secure') return { action: 'succeed' };
  return threeDs === undefined ? null : threeDsOutcome(threeDs);
}

function refuseUnpayable(tx: Tx, order: Order): void {
  if (isPayable(order, tx.now)) return;
  if (isOpen(order)) throw new Conflict(`Order ${order.id} has expired and can no longer be paid.`);
  if (order.status === 'captured') {
    throw new Conflict(`Another payment of order ${order.id} is in progress; wait for it to end.`);
  }
  throw new Conflict(`Order ${order.id} is ${order.status} and can't be paid.`);
}

const WORKING_CARDS = TEST_CARDS.filter(({ outcome }) => outcome.kind === 'success')
  .slice(0, 3)
  .map(({ number }) => number)
  .join(', ')
  .replace(/, (?=\d+$)/, ' and ');

function cardFor(order: Order, number: string | null): TestCard | null {
  if (order.amount === 0) return null;
  if (number === null)
    throw invalidField(['card'], 'card_missing', 'A card is needed: this order is not free.');
  const card = findTestCard(number);
  if (!card)
    throw invalidField(
      ['card'],
      'not_a_test_card',
      `Not a test card: only the published test cards are accepted, such as ${WORKING_CARDS}.`,
    );
  return card;
}

function startPayment(
  tx: Tx,
  game: Game,
  order: Order,
  card: TestCard | null,
  details: PaymentDetails,
): PaymentState {
  const country = countryOf(tx, order, details.country);
  const payment = newPayment(tx, order, card, details, country);
  const cause = { transactionId: payment.transactionId, requestId: null };
  const known = {
    ...order,
    country: order.countryLocked ? country : order.country,
    email: details.email ?? order.email,
  };
  return carryOut(tx, game, 'pay', { order: known, payment }, cause);
}

function countryOf(tx: Tx, order: Order, given: string | null): string {
  if (order.countryLocked && order.country !== null && given !== null && given !== order.country) {
    throw invalidField(['country'], 'country_locked', `This order can only be paid from ${order.country}.`);
  }
  return given ?? order.country ?? tx.rules.defaultCountry;
}

function newPayment(
  tx: Tx,
  order: Order,
  card: TestCard | null,
  { email, postalCode, ip, saveCard = false }: PaymentDetails,
  country: string,
): Payment {
  return {
    id: newId(tx.ids, 'payment'),
    gameId: order.gameId,
    orderId: order.id,
    playerId: order.playerId,
    userId: order.userId,
    status: 'created',
    amount: order.amount,
    currency: order.currency,
    method: card && 'card',
    cardScheme: card?.scheme ?? null,
    cardLast4: card?.number.slice(-4) ?? null,
    cardCountry: card?.country ?? null,
    email: email ?? order.email,
    country,
    postalCode,
    saveCard,
    ip: ip ?? order.ipAddress,
    decline: null,
    threeDs: card?.outcome.kind === 'three_d_secure' ? 'pending' : 'none',
    refundReason: null,
    disputeReason: null,
    receiptNumber: newReceipt(tx, order),
    transactionId: newCause(tx).transactionId,
    createdAt: tx.now,
    modifiedAt: tx.now,
    statusUpdatedAt: tx.now,
  };
}

/** The first payment of an order has the number of the order, each further one a number of its own. */
function newReceipt(tx: Tx, order: Order): string {
  const isFirst = tx.tables.payments.by('order', order.id).length === 0;
  return isFirst ? order.receiptNumber : newReceiptNumber(tx.ids);
}

/**
 * The player leaves without paying or cancels, or the payment is rejected as risky. An order without a payment in
 * progress gets one first, because a payment that was never started can't end.
 *
 * @throws NotFound
 * @throws Conflict when the order can't be paid now and no payment of it is in progress.
 */
export function leaveWithoutPaying(
  domain: DomainContext,
  game: Game,
  orderId: string,
  stop: 'abandon' | 'cancel' | 'reject' = 'abandon',
): PaymentState {
  const order = getOrder(domain.store.tables, game.id, orderId);
  if (isOpen(order)) payOrder(domain, game, orderId, ANY_DETAILS, { hold: true });
  return stopPayment(domain, game, orderId, stop);
}

const ANY_DETAILS: PaymentDetails = {
  card: TEST_CARDS[0]?.number ?? null,
  email: null,
  country: null,
  postalCode: null,
  ip: null,
};
