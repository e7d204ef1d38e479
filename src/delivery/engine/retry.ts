import type { AttemptResponse, AttemptResult, AttemptRequest } from '../ports.ts';

/** Changes a delay (milliseconds) so that retries do not all fall on the same time. */
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

const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * When the next attempt of the series is due, in Unix milliseconds; `null` if the verdict is final or the schedule
 * has no further delay. `Retry-After` can postpone it by up to an hour, and never brings it forward.
 */
export function nextAttemptAt(
  { retrySchedule, tries }: Pick<AttemptRequest, 'retrySchedule' | 'tries'>,
  { verdict, response }: Pick<AttemptResult, 'verdict' | 'response'>,
  now: number,
  jitter: Jitter = (delay) => delay,
): number | null {
  const delay = retrySchedule[tries];
  if (verdict !== 'failed' || delay === undefined) return null;
  return now + Math.max(jitter(delay), Math.min(retryAfter(response, now), MAX_RETRY_AFTER_MS));
}

/** The delay in milliseconds that a 429 or 503 response asks for; 0 if it asks for none. */
export function retryAfter(
  response: Pick<AttemptResponse, 'status' | 'headers'> | null,
  now: number,
): number {
  if (response?.status !== 429 && response?.status !== 503) return 0;
  const value = response.headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
