import { formatsOf } from '../checkout/formats.ts';

const FORMATS = formatsOf('en');

/** Minor units as people write them: `$29.99`, `¥300`. */
export function amountText(minor: number, currency: string): string {
  return FORMATS.money(minor, currency);
}
