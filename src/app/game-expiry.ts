import type { TimerClock } from '../delivery/ports.ts';
import type { AppContext } from '../http/server/app-context.ts';
import { removeGame } from '../http/server/remove-game.ts';

/** How often to look for games that nobody calls any more, in milliseconds, unless they end sooner. */
const INTERVAL_MS = 60_000;

/** Removes the games that requests created and that had no call for `--game-ttl`. */
export class GameExpiry {
  readonly #app: AppContext;
  readonly #clock: TimerClock;
  #ttlMs: number | null;
  #isRunning = false;
  #cancel: () => void = () => undefined;

  /** @param ttlMs `null` removes none */
  constructor(app: AppContext, clock: TimerClock, ttlMs: number | null) {
    this.#app = app;
    this.#clock = clock;
    this.#ttlMs = ttlMs;
  }

  /** Games from before a restart count as called now. */
  start(): void {
    const { gameUses, domain } = this.#app;
    for (const { id, declared } of domain.store.tables.games.all()) if (declared !== null) gameUses.note(id);
    this.#isRunning = true;
    this.#wait();
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancel();
  }

  /** @param ttlMs `null` removes none */
  changeTtl(ttlMs: number | null): void {
    this.#ttlMs = ttlMs;
    this.#cancel();
    if (this.#isRunning) this.#wait();
  }

  #wait(): void {
    if (this.#ttlMs === null) return;
    this.#cancel = this.#clock.callAfter(Math.min(this.#ttlMs, INTERVAL_MS), () => {
      this.#removeIdle();
      this.#wait();
    });
  }

  #removeIdle(): void {
    for (const id of this.#app.gameUses.idleFor(this.#ttlMs ?? Infinity)) void this.#remove(id);
  }

  async #remove(id: string): Promise<void> {
    const { domain, gameUses, log } = this.#app;
    try {
      removeGame(this.#app, id);
      await domain.store.durable();
      log.info({ gameId: id }, 'removed a game that nobody called for --game-ttl');
    } catch (error) {
      // It is tried again when it has been idle for as long again.
      gameUses.note(id);
      log.error({ gameId: id, err: error }, 'could not remove a game');
    }
  }
}
