import type { AttemptResponse, AttemptResult, Shipment } from './ports.ts';
import type { Jitter } from './schedule.ts';

const LONGEST_RETRY_AFTER = 60 * 60 * 1000;

/**
 * When the next attempt of the series is due, in Unix milliseconds; `null` when the verdict is final or the
 * schedule is used up. `Retry-After` can put it off by up to an hour, never bring it forward.
 */
export function nextAttemptAt(
  shipment: Shipment,
  sent: Pick<AttemptResult, 'verdict' | 'response'>,
  now: number,
  jitter: Jitter = (delay) => delay,
): number | null {
  const delay = shipment.schedule[shipment.tries];
  if (sent.verdict !== 'failed' || delay === undefined) return null;
  return now + Math.max(jitter(delay), Math.min(retryAfter(sent.response, now), LONGEST_RETRY_AFTER));
}

/** The delay in milliseconds that a 429 or 503 answer asks for; 0 when it asks for none. */
export function retryAfter(
  response: Pick<AttemptResponse, 'status' | 'headers'> | null,
  now: number,
): number {
  if (response?.status !== 429 && response?.status !== 503) return 0;
  const value = response.headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? 0 : Math.max(0, moment - now);
}
