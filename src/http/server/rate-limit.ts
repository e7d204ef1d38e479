import { HttpRefusal } from './problems.ts';

const MINUTE_MS = 60_000;

/** Counts the requests of each game in each minute. */
export class RateLimiter {
  readonly #now: () => number;
  #perMinute: number | null;
  #minute = -1;
  readonly #counts = new Map<string, number>();

  /**
   * Source of the rule: the published OpenAPI caps a game at 1,000 requests a minute.
   *
   * @param now Unix milliseconds
   * @param perMinute `null` for no limit
   */
  constructor(now: () => number, perMinute: number | null) {
    this.#now = now;
    this.#perMinute = perMinute;
  }

  /** How many games have had requests in the current minute. */
  get size(): number {
    return this.#counts.size;
  }

  /** @param perMinute `null` for no limit */
  limitTo(perMinute: number | null): void {
    this.#perMinute = perMinute;
  }

  /** Counts a request. @throws HttpRefusal 429 beyond the limit */
  count(gameId: string): void {
    if (this.#perMinute === null) return;
    const now = this.#now();
    const current = Math.floor(now / MINUTE_MS);
    if (current !== this.#minute) this.#counts.clear();
    this.#minute = current;
    const count = (this.#counts.get(gameId) ?? 0) + 1;
    this.#counts.set(gameId, count);
    if (count > this.#perMinute) throw tooMany(this.#perMinute, MINUTE_MS - (now % MINUTE_MS));
  }

  /** Forgets the requests of a game. */
  clear(gameId: string): void {
    this.#counts.delete(gameId);
  }
}

function tooMany(perMinute: number, waitMs: number): HttpRefusal {
  return new HttpRefusal(429, `Rate limit exceeded: at most ${perMinute} requests a minute and game.`, {
    'Retry-After': String(Math.ceil(waitMs / 1000)),
  });
}
