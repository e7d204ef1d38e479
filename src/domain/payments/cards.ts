import type { Decline } from '../model/payment.ts';

export type CardOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'declined'; readonly decline: Decline }
  | { readonly kind: 'three_d_secure' }
  | { readonly kind: 'dispute'; readonly reason: string; readonly ends: 'won' | 'lost' }
  | { readonly kind: 'fraud' };

/** A card that Aghanim publishes for tests, and the outcome of a payment with it. */
export interface TestCard {
  readonly number: string;
  readonly scheme: string;
  /** ISO 3166-1 alpha-2; `null` where none is published. */
  readonly country: string | null;
  readonly outcome: CardOutcome;
}

const SUCCESS = { kind: 'success' } as const;

function declined(code: string, message: string): CardOutcome {
  return { kind: 'declined', decline: { code, message } };
}

function dispute(reason: string, ends: 'won' | 'lost'): CardOutcome {
  return { kind: 'dispute', reason, ends };
}

const ROWS: readonly (readonly [number: string, scheme: string, country: string | null, CardOutcome])[] = [
  ['4242424242424242', 'VISA', 'GB', SUCCESS],
  ['4315081808308748', 'VISA', 'TH', SUCCESS],
  ['4111111111111111', 'VISA', 'PL', SUCCESS],
  ['370000000000002', 'American Express', 'US', SUCCESS],
  ['5436031030606378', 'Mastercard', 'MU', SUCCESS],
  ['8171999927660000', 'UnionPay', 'CN', SUCCESS],
  ['6771798021000008', 'Maestro', 'AT', SUCCESS],
  ['6011111111111117', 'Discover', 'US', SUCCESS],
  ['3530111333300000', 'JCB', 'JP', SUCCESS],
  ['4744055665204795', 'VISA', 'US', SUCCESS],
  ['4030187175691410', 'VISA', 'CY', SUCCESS],
  ['5490529068766884', 'Mastercard', 'GB', SUCCESS],
  ['5481699644486744', 'Mastercard', 'PT', SUCCESS],
  ['6556138610402565', 'Discover', 'KR', SUCCESS],
  ['4832285061609015', 'VISA', null, declined('16', 'Payment declined')],
  ['4211127262112418', 'VISA', null, declined('2051', 'Insufficient funds')],
  ['4411588321713124', 'VISA', null, declined('3041', 'Lost card')],
  ['4178131827309866', 'VISA', null, declined('3043', 'Stolen card')],
  ['4867053716965705', 'VISA', null, declined('2054', 'Expired card')],
  ['4224703082575813', 'VISA', null, { kind: 'three_d_secure' }],
  ['4000000000000267', 'VISA', null, dispute('fraudulent', 'lost')],
  ['4000000000002685', 'VISA', null, dispute('product_not_received', 'won')],
  ['4171680000000004', 'VISA', null, { kind: 'fraud' }],
];

/** The published test cards, in the order of the guide. */
export const TEST_CARDS: readonly TestCard[] = ROWS.map(([number, scheme, country, outcome]) => ({
  number,
  scheme,
  country,
  outcome,
}));

const LAST_DIGITS: readonly (readonly [string, TestCard])[] = TEST_CARDS.map((card) => [
  card.number.slice(-4),
  card,
]);

const BY_LAST_DIGITS: ReadonlyMap<string, readonly TestCard[]> = new Map(
  LAST_DIGITS.map(([digits]) => [
    digits,
    LAST_DIGITS.flatMap(([others, card]) => (others === digits ? [card] : [])),
  ]),
);

const BY_NUMBER: ReadonlyMap<string, TestCard> = new Map(TEST_CARDS.map((card) => [card.number, card]));

/** The test card with this number, written with or without spaces and dashes; `null` for every other. */
export function findTestCard(number: string): TestCard | null {
  return BY_NUMBER.get(number.replace(/[\s-]/g, '')) ?? null;
}

interface CardMarks {
  readonly cardScheme: string | null;
  readonly cardLast4: string | null;
}

/** The test card that a payment was made with: brand and last four digits tell each of them apart. */
export function cardOf({ cardScheme, cardLast4 }: CardMarks): TestCard | undefined {
  return BY_LAST_DIGITS.get(cardLast4 ?? '')?.find(({ scheme }) => scheme === cardScheme);
}

/** The declines that the published test cards give, in the order of the guide. */
export const DECLINES: readonly Decline[] = TEST_CARDS.flatMap(({ outcome }) =>
  outcome.kind === 'declined' ? [outcome.decline] : [],
);

/** The published decline with this response code. */
export function declineWith(code: string): Decline | undefined {
  return DECLINES.find((decline) => decline.code === code);
}
