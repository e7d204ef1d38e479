import { formatsOf } from '../checkout/language.ts';

const FORMATS = formatsOf('en');

/** Minor units as people write them: `$29.99`, `¥300`. */
export function amountText(minor: number, currency: string): string {
  return FORMATS.money(minor, currency);
}

/**
 * A moment as a page shows it, in the time zone of this machine. The page's script uses the time zone of the browser,
 * which may be another one.
 */
export interface Moment {
  readonly iso: string;
  readonly exact: string;
  readonly ago: string;
  /** The time of day; with the date, if that is not today's. */
  readonly clock: string;
}

const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DAY_AND_CLOCK = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

export function momentAt(at: number, now: number): Moment {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return {
    iso: date.toISOString(),
    exact: EXACT.format(date),
    ago: relative(at - now),
    clock: (isToday ? CLOCK : DAY_AND_CLOCK).format(date),
  };
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

/** `12 ms`, `3.4 s`, `9 min`, `26 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
