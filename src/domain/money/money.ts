/**
 * The currencies whose minor unit is not a hundredth, as in the platform's Intl data (a test compares them). It is a
 * table because a call of Intl takes longer than the rest of creating an order.
 */
const NO_MINOR_UNIT =
  'AFN ALL BIF CLP COP DJF GNF HUF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PKR PYG RWF SOS SYP UGX VND VUV XAF XOF XPF YER';
const THOUSANDTHS = 'BHD JOD KWD LYD OMR TND';

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...NO_MINOR_UNIT.split(' ').map((currency) => [currency, 0] as const),
  ...THOUSANDTHS.split(' ').map((currency) => [currency, 3] as const),
]);

/** How many digits follow the decimal point: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}

/** Rounds half up. Adds an epsilon, because 1.005 × 100 is 100.49999… in binary fractions. */
export function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5 + Math.abs(value) * Number.EPSILON);
}

/** Major units (29.99) to minor units (2999), rounded half up to the currency's smallest unit. */
export function toMinor(major: number, currency: string): number {
  return roundHalfUp(major * 10 ** minorDigits(currency));
}

/** Whole minor units (2999) to major units (29.99): the division of whole numbers gives the number nearest to the decimal. */
export function toMajor(minor: number, currency: string): number {
  return minor / 10 ** minorDigits(currency);
}

/** `amount` less `percent`, in the same minor units, rounded half up. */
export function lessPercent(amount: number, percent: number): number {
  return roundHalfUp((amount * (100 - percent)) / 100);
}

/**
 * Splits `total` minor units by `weights`. The shares add up to `total` exactly: they are rounded down, and the first
 * shares get the remainder. If all weights are zero, the shares are equal.
 */
export function splitByWeight(total: number, weights: readonly number[]): number[] {
  const even = weights.every((weight) => weight === 0);
  const parts = even ? weights.map(() => 1) : weights;
  const sum = parts.reduce((all, part) => all + part, 0);
  const shares = parts.map((part) => Math.floor((total * part) / sum));
  const left = total - shares.reduce((all, share) => all + share, 0);
  return shares.map((share, index) => (index < left ? share + 1 : share));
}
