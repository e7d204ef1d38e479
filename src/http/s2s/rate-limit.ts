import type { Clock } from '../../domain/model/context.ts';
import { HttpRefusal } from '../server/problems.ts';

const MINUTE_MS = 60_000;

/** Counts the requests of a game. @throws HttpRefusal 429 beyond `perMinute` in one minute of the clock */
export type RateLimiter = (gameId: string) => void;

/** Source of the rule: the published OpenAPI caps a game at 1,000 requests a minute. */
export function createRateLimiter(clock: Clock, perMinute: number | null): RateLimiter {
  if (perMinute === null) return () => undefined;
  let minute = -1;
  const counts = new Map<string, number>();
  return (gameId) => {
    const now = clock.now();
    const current = Math.floor(now / MINUTE_MS);
    if (current !== minute) counts.clear();
    minute = current;
    const count = (counts.get(gameId) ?? 0) + 1;
    counts.set(gameId, count);
    if (count > perMinute) throw tooMany(perMinute, MINUTE_MS - (now % MINUTE_MS));
  };
}

function tooMany(perMinute: number, waitMs: number): HttpRefusal {
  return new HttpRefusal(429, `Rate limit exceeded: at most ${perMinute} requests a minute and game.`, {
    'Retry-After': String(Math.ceil(waitMs / 1000)),
  });
}
