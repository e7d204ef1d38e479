import * as z from 'zod';
import { LATEST_TIME } from '../../domain/model/game-clock.ts';
import { milliseconds } from '../../domain/wire/time.ts';

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Bounds how much one request can make due: ten years of renewals. */
const LONGEST_DAYS = 3660;

const DURATION = /^(\d{1,12}(?:\.\d{1,3})?)([smhd]?)$/;

/** A duration in a body, in milliseconds. */
export const durationField = textOrNumber(
  'A number of seconds, or a text such as "90s", "15m", "24h" or "3d". Never negative.',
  (given) => {
    const [, amount = 'none', unit = ''] = DURATION.exec(String(given)) ?? [];
    const duration = Number(amount) * (unit in UNITS ? UNITS[unit as keyof typeof UNITS] : UNITS.s);
    return duration <= LONGEST_DAYS * UNITS.d ? Math.round(duration) : null;
  },
  `Input should be a number of seconds or a duration such as 90s, 15m, 24h or 3d, from 0 to ${LONGEST_DAYS} days`,
);

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A moment in a body, in Unix milliseconds. */
export const momentField = textOrNumber(
  'Unix seconds, or ISO 8601 such as "2026-12-24T18:00:00Z"; without an offset it is UTC.',
  (given) => {
    const moment = typeof given === 'number' ? Math.round(milliseconds(given)) : parseIso(given);
    return moment >= 0 && moment <= LATEST_TIME ? moment : null;
  },
  'Input should be Unix seconds or an ISO 8601 time such as 2026-12-24T18:00:00Z, from 1970 to 9999',
);

/** `NaN` for what is no time. Without an offset it is not local time, because a test must not depend on where it runs. */
function parseIso(text: string): number {
  const [, time, , , offset] = ISO_8601.exec(text) ?? [];
  if (!ISO_8601.test(text)) return NaN;
  return Date.parse(time === undefined || offset !== undefined ? text : `${text}Z`);
}

/** @param read returns `null` for what is not allowed, which `allowed` says */
function textOrNumber(description: string, read: (given: string | number) => number | null, allowed: string) {
  return z
    .union([z.number(), z.string()])
    .describe(description)
    .transform((given, ctx) => {
      const value = read(given);
      if (value !== null) return value;
      ctx.addIssue({ code: 'custom', message: allowed, params: { type: 'value_error' } });
      return z.NEVER;
    });
}
