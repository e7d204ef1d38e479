import { minorDigits } from '../../domain/money/money.ts';

/** Whole minor units as a decimal string in major units, with all digits of the currency: `1.10`, `110` for JPY. */
export function decimalOf(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** What is wrong with a text that should be an amount. */
export type AmountFault = 'not_decimal' | 'negative' | 'too_many_digits' | 'too_large';

/**
 * Reads a decimal string in major units as whole minor units. No floating-point number is involved, so every digit
 * counts. Missing digits after the point are zeros; more than the currency has are a fault, zeros included.
 */
export function minorOf(text: string, currency: string): number | AmountFault {
  const [, sign, whole, fraction = ''] = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return 'not_decimal';
  if (sign === '-') return 'negative';
  const digits = minorDigits(currency);
  if (fraction.length > digits) return 'too_many_digits';
  const minor = BigInt(whole + fraction.padEnd(digits, '0'));
  return minor > Number.MAX_SAFE_INTEGER ? 'too_large' : Number(minor);
}

/** A share such as 20 percent as a decimal string without trailing zeros: `0.2`. */
export function rateOf(percent: number): string {
  return String(Math.round(percent * 1e6) / 1e8);
}
