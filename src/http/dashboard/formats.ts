import { formatsOf } from '../checkout/language.ts';

const FORMATS = formatsOf('en');

/** Minor units as people write them: `$29.99`, `¥300`. */
export function amountText(minor: number, currency: string): string {
  return FORMATS.money(minor, currency);
}

/** A moment as a page shows it: how long ago, and exactly on demand. */
export interface Moment {
  readonly iso: string;
  readonly exact: string;
  readonly ago: string;
}

const EXACT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});

export function momentAt(at: number, now: number): Moment {
  const date = new Date(at);
  return { iso: date.toISOString(), exact: `${EXACT.format(date)} UTC`, ago: relative(at - now) };
}

export function momentOrNull(at: number | null, now: number): Moment | null {
  return at === null ? null : momentAt(at, now);
}

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/**
 * What is past counts whole units, and what is ahead is rounded: an order that is valid for 24 hours must not expire
 * "in 23 hr." a second later. The page's script does the same as time goes on.
 */
function relative(ms: number): string {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? UNITS[3];
  const count = ms > 0 ? Math.round(ms / size) : Math.trunc(ms / size);
  return count === 0 ? 'now' : RELATIVE.format(count, unit);
}

/** `12 ms`, `3.4 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
