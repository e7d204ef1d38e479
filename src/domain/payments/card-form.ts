import { findTestCard } from './cards.ts';

/** The properties of a card brand. `groups` is how the number is printed on the card. */
export interface CardBrand {
  /** As the test cards name it. */
  readonly scheme: string;
  /** A short name for the logo. */
  readonly mark: string;
  /** A regular expression for the first digits. */
  readonly prefix: string;
  readonly lengths: readonly number[];
  readonly cvvDigits: 3 | 4;
  readonly groups: readonly number[];
}

const FOURS = [4, 4, 4, 4, 3];

/** The brands of the test cards. A card has the first brand whose prefix matches. */
export const CARD_BRANDS: readonly CardBrand[] = [
  { scheme: 'VISA', mark: 'VISA', prefix: '^4', lengths: [16], cvvDigits: 3, groups: FOURS },
  {
    scheme: 'American Express',
    mark: 'AMEX',
    prefix: '^3[47]',
    lengths: [15],
    cvvDigits: 4,
    groups: [4, 6, 5],
  },
  {
    scheme: 'Mastercard',
    mark: 'MC',
    prefix: '^(?:5[1-5]|2[2-7])',
    lengths: [16],
    cvvDigits: 3,
    groups: FOURS,
  },
  { scheme: 'JCB', mark: 'JCB', prefix: '^35', lengths: [16], cvvDigits: 3, groups: FOURS },
  {
    scheme: 'Discover',
    mark: 'DISC',
    prefix: '^(?:6011|64[4-9]|65)',
    lengths: [16],
    cvvDigits: 3,
    groups: FOURS,
  },
  {
    scheme: 'UnionPay',
    mark: 'UPAY',
    prefix: '^(?:62|81)',
    lengths: [16, 17, 18, 19],
    cvvDigits: 3,
    groups: FOURS,
  },
  {
    scheme: 'Maestro',
    mark: 'MSTR',
    prefix: '^(?:5[06-8]|6)',
    lengths: [12, 13, 14, 15, 16, 17, 18, 19],
    cvvDigits: 3,
    groups: FOURS,
  },
];

/** Accepts what may be an address: some characters, an at sign, a name with a dot. */
export const EMAIL_PATTERN = '^[^\\s@]{1,64}@[^\\s@.]+(?:\\.[^\\s@.]+)+$';
/** Any postal code: some text. */
export const POSTAL_CODE_PATTERN = '^(?=.*\\S).{1,32}$';

const EMAIL_LENGTH = 254;

export type CardFault = 'card' | 'card_not_test' | 'expiry' | 'expired' | 'cvv';

export function digitsOf(text: string): string {
  return text.replace(/[\s-]/g, '');
}

export function brandOf(number: string): CardBrand | null {
  const digits = digitsOf(number);
  return CARD_BRANDS.find((brand) => new RegExp(brand.prefix).test(digits)) ?? null;
}

/** The check digit that every card number carries (ISO/IEC 7812-1, Luhn). */
export function passesLuhn(number: string): boolean {
  const digits = digitsOf(number);
  if (!/^\d{12,19}$/.test(digits)) return false;
  const doubled = Array.from(digits, Number)
    .reverse()
    .map((digit, index) => digit * (index % 2 === 1 ? 2 : 1));
  const sum = doubled.reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

/** `card` when it can't be a card number, `card_not_test` when it may be, but not of a test card. */
export function faultOfNumber(number: string): CardFault | null {
  if (findTestCard(number)) return null;
  const digits = digitsOf(number);
  const brand = brandOf(digits);
  if (!passesLuhn(digits) || (brand && !brand.lengths.includes(digits.length))) return 'card';
  return 'card_not_test';
}

/** A card is valid until the end of its month (UTC). `text` is `MM/YY` or `MM/YYYY`, spaces or none. */
export function faultOfExpiry(text: string, now: number): CardFault | null {
  const [, month = '', year = ''] = /^\s*(\d{1,2})\s*[/.\- ]?\s*(?:20)?(\d{2})\s*$/.exec(text) ?? [];
  const [monthNumber, yearNumber] = [Number(month), 2000 + Number(year)];
  if (month === '' || monthNumber < 1 || monthNumber > 12) return 'expiry';
  return now < Date.UTC(yearNumber, monthNumber, 1) ? null : 'expired';
}

/** Three digits, four for American Express. */
export function faultOfCvv(cvv: string, number: string): CardFault | null {
  return new RegExp(`^\\d{${cvvDigits(number)}}$`).test(cvv.trim()) ? null : 'cvv';
}

export function cvvDigits(number: string): 3 | 4 {
  return brandOf(number)?.cvvDigits ?? 3;
}

export function isEmail(text: string): boolean {
  return text.length <= EMAIL_LENGTH && new RegExp(EMAIL_PATTERN).test(text);
}

/** Whether the text can be a postal code: any text is one. Source: the guide to test cards. */
export function isPostalCode(text: string): boolean {
  return new RegExp(POSTAL_CODE_PATTERN).test(text);
}
