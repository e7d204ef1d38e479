import { refuseSpentCoupon } from '../coupons/rules.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import { Conflict, invalidField } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Order } from '../model/order.ts';
import type { Decline, Payment } from '../model/payment.ts';
import { getOrder } from '../orders/orders.ts';
import { advanceOrder, isOpen, isPayable } from '../orders/states.ts';
import { findTestCard, type TestCard } from './cards.ts';
import { publishPayment } from './payment-events.ts';
import { endPayment, type PaymentState, startedPayment } from './payment-outcomes.ts';

/** What a player fills in. Of the card number only the last four digits are ever kept. */
export interface PayForm {
  /** `null` for an order whose total is zero. */
  readonly card: string | null;
  readonly email: string | null;
  readonly country: string | null;
  readonly postalCode: string | null;
  readonly ip: string | null;
}

/** What a tester may ask of an attempt beyond its card's own outcome. */
export interface PayWish {
  /** Answers the 3-D Secure question at once. */
  readonly threeDs?: 'complete' | 'fail' | undefined;
  /** Leaves the payment started until somebody resolves it. */
  readonly hold?: boolean | undefined;
  /** Declines whatever the card. */
  readonly decline?: Decline | undefined;
}

export interface PayRequest extends PayForm, PayWish {
  readonly orderId: string;
}

/**
 * Starts an attempt to pay an order and, unless it has to wait for 3-D Secure or was held, ends it.
 * A declined payment is a result, not an error.
 *
 * @throws NotFound
 * @throws Conflict when the order can't be paid now.
 * @throws Invalid when the card is no test card or the country is not the order's locked one.
 */
export function payOrder(domain: DomainContext, game: Game, request: PayRequest): PaymentState {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, request.orderId);
    refuseUnpayable(tx, order);
    refuseSpentCoupon(tx, order);
    const card = cardFor(order, request.card);
    const started = start(tx, game, { order, card, form: request });
    return play(tx, game, started, { card, wish: request });
  });
}

function refuseUnpayable(tx: Tx, order: Order): void {
  if (isPayable(order, tx.now)) return;
  if (isOpen(order)) throw new Conflict(`Order ${order.id} has expired and can't be paid any more.`);
  if (order.status === 'captured') {
    throw new Conflict(`Another attempt to pay order ${order.id} is under way; wait for it to end.`);
  }
  throw new Conflict(`Order ${order.id} is ${order.status} and can't be paid.`);
}

function cardFor(order: Order, number: string | null): TestCard | null {
  if (order.amount === 0) return null;
  if (number === null)
    throw invalidField(['card'], 'card_missing', 'A card is needed: this order is not free.');
  const card = findTestCard(number);
  if (!card)
    throw invalidField(
      ['card'],
      'not_a_test_card',
      'Not a test card: only the published test cards are accepted.',
    );
  return card;
}

interface Start {
  readonly order: Order;
  readonly card: TestCard | null;
  readonly form: PayForm;
}

/** The attempt locks the order, so that two never run at once. */
function start(tx: Tx, game: Game, { order, card, form }: Start): PaymentState {
  const country = countryOf(tx, order, form.country);
  const captured = {
    ...advanceOrder(order, 'captured', tx.now),
    country: order.countryLocked ? country : order.country,
    email: form.email ?? order.email,
  };
  const payment = newPayment(tx, captured, { card, form, country });
  tx.tables.orders.put(captured);
  tx.tables.payments.put(payment);
  const cause = { transactionId: payment.transactionId, requestId: null };
  publishPayment(tx, game, { type: 'payment.pending', paymentId: payment.id }, cause);
  return { order: captured, payment };
}

function countryOf(tx: Tx, order: Order, given: string | null): string {
  if (order.countryLocked && order.country !== null && given !== null && given !== order.country) {
    throw invalidField(['country'], 'country_locked', `This order can only be paid from ${order.country}.`);
  }
  return given ?? order.country ?? tx.rules.defaultCountry;
}

interface Particulars {
  readonly card: TestCard | null;
  readonly form: PayForm;
  readonly country: string;
}

function newPayment(tx: Tx, order: Order, { card, form, country }: Particulars): Payment {
  return {
    id: newId(tx.ids, 'payment'),
    gameId: order.gameId,
    orderId: order.id,
    playerId: order.playerId,
    userId: order.userId,
    status: 'created',
    amount: order.amount,
    currency: order.currency,
    ...cardMarks(card),
    email: form.email ?? order.email,
    country,
    postalCode: form.postalCode,
    ip: form.ip ?? order.ipAddress,
    decline: null,
    refundReason: null,
    disputeReason: null,
    transactionId: newCause(tx).transactionId,
    createdAt: tx.now,
    modifiedAt: tx.now,
    statusUpdatedAt: tx.now,
  };
}

type CardMarks = Pick<Payment, 'method' | 'cardScheme' | 'cardLast4' | 'cardCountry' | 'threeDs'>;

function cardMarks(card: TestCard | null): CardMarks {
  if (!card) return { method: null, cardScheme: null, cardLast4: null, cardCountry: null, threeDs: 'none' };
  return {
    method: 'card',
    cardScheme: card.scheme,
    cardLast4: card.number.slice(-4),
    cardCountry: card.country,
    threeDs: card.outcome.kind === 'three_d_secure' ? 'pending' : 'none',
  };
}

interface Play {
  readonly card: TestCard | null;
  readonly wish: PayWish;
}

/** Plays the card's part, unless the tester wished for another. */
function play(tx: Tx, game: Game, started: PaymentState, { card, wish }: Play): PaymentState {
  const { payment } = started;
  if (wish.hold) return started;
  if (wish.decline) return endPayment(tx, game, payment, { status: 'failed', decline: wish.decline });
  const outcome = card?.outcome;
  if (outcome?.kind === 'declined') {
    return endPayment(tx, game, payment, { status: 'failed', decline: outcome.decline });
  }
  if (outcome?.kind !== 'three_d_secure') return endPayment(tx, game, payment, { status: 'done' });
  return wish.threeDs === undefined ? started : endPayment(tx, game, payment, threeDsEnd(wish.threeDs));
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
    const payment = startedPayment(tx, getOrder(tx.tables, game.id, orderId));
    if (payment.threeDs !== 'pending')
      throw new Conflict(`Payment ${payment.id} does not wait for 3-D Secure.`);
    return endPayment(tx, game, payment, threeDsEnd(answer));
  });
}

/** What the bank's answer to the 3-D Secure question makes of the payment. */
export function threeDsEnd(answer: 'complete' | 'fail') {
  if (answer === 'complete') return { status: 'done', threeDs: 'authenticated' } as const;
  const decline = { code: '3ds_failed', message: '3-D Secure authentication failed' };
  return { status: 'failed', threeDs: 'failed', decline } as const;
}

/**
 * Cards are the only method there is here, as in the real sandbox. An order that lists its methods without
 * them leaves the player none; one that lists nothing takes all.
 */
export function takesCards(order: Order): boolean {
  const enabled = order.paymentMethodsEnabled ?? [];
  return order.amount === 0 || enabled.length === 0 || enabled.includes('card');
}

/** @throws Conflict when the order enables only methods that are not to be had here. */
export function refuseWithoutMethod(order: Order): void {
  if (takesCards(order)) return;
  throw new Conflict(
    `Order ${order.id} can't be paid by card: it enables only ${(order.paymentMethodsEnabled ?? []).join(', ')}.`,
  );
}
