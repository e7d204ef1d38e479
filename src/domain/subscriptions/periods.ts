import { LATEST_TIME } from '../model/game-clock.ts';
import type { BillingCycle } from '../model/subscription.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Milliseconds of the units that always have the same length. */
const LENGTHS: Readonly<Partial<Record<BillingCycle['periodType'], number>>> = {
  second: SECOND,
  minute: 60 * SECOND,
  hour: 3600 * SECOND,
  day: DAY,
  week: 7 * DAY,
};

/** The end of the period that begins at `start`. A month ends on the same day of the next month, or on its last day. */
export function endOfPeriod(start: number, { periodType, periodValue }: BillingCycle): number {
  const length = LENGTHS[periodType];
  const end =
    length === undefined
      ? addMonths(start, periodType === 'year' ? 12 * periodValue : periodValue)
      : start + length * periodValue;
  return end < LATEST_TIME ? end : LATEST_TIME;
}

export function addDays(start: number, days: number): number {
  return Math.min(start + days * DAY, LATEST_TIME);
}

function addMonths(start: number, months: number): number {
  const from = new Date(start);
  const end = new Date(start);
  end.setUTCMonth(from.getUTCMonth() + months);
  // A day that the month lacks runs over into the next one.
  if (end.getUTCDate() !== from.getUTCDate()) end.setUTCDate(0);
  return end.getTime();
}
