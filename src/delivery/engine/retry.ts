import type { AttemptResponse, AttemptResult, Shipment } from '../ports.ts';

/** Changes a delay (milliseconds) so that many retries do not fall on the same moment. */
export type Jitter = (delay: number) => number;

/** Lengthens delays by up to `share` of themselves. The same seed gives the same delays. */
export function seededJitter(seed: number, share = 0.1): Jitter {
  let state = seed >>> 0;
  // The multiplier and increment of Numerical Recipes: full period over 32 bits.
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return (delay) => Math.round(delay * (1 + share * next()));
}

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
