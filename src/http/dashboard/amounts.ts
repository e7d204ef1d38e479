import { minorDigits, toMajor } from '../../domain/money.ts';

/** Minor units as people write them: `$29.99`, `¥300`. */
export function amountText(minor: number, currency: string): string {
  const major = toMajor(minor, currency);
  if (!/^[A-Z]{3}$/.test(currency)) return `${major} ${currency}`;
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(major);
}
