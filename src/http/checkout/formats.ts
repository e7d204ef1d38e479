import type { Locale } from '../../domain/model/game.ts';
import { minorDigits, toMajor } from '../../domain/money/money.ts';

/** Writes numbers, money and dates the way a language does. */
export interface Formats {
  /** `minor` is in the currency's minor units. */
  readonly money: (minor: number, currency: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (value: number) => string;
  /** In the time zone of this machine, which it names. */
  readonly time: (moment: number) => string;
}

const TIME = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

export function formatsOf(locale: Locale): Formats {
  return {
    money: (minor, currency) => money(locale, minor, currency),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    percent: (value) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(value / 100),
    time: (moment) => new Intl.DateTimeFormat(locale, TIME).format(moment),
  };
}

/** The platform's own units (`RP`, `VC`) are no currencies to Intl, which knows three letters only. */
function money(locale: Locale, minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const major = toMajor(minor, currency);
  if (!/^[A-Z]{3}$/.test(currency)) {
    return `${new Intl.NumberFormat(locale, fraction).format(major)} ${currency}`;
  }
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction }).format(major);
}
