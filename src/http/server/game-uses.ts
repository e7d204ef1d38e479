/** When each game that a request created was last called. */
export class GameUses {
  readonly #now: () => number;
  /** The one that was called longest ago first. */
  readonly #calledAt = new Map<string, number>();

  /** @param now milliseconds that never go back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many games are known. */
  get size(): number {
    return this.#calledAt.size;
  }

  /** Notes a call. */
  note(gameId: string): void {
    this.#calledAt.delete(gameId);
    this.#calledAt.set(gameId, this.#now());
  }

  forget(gameId: string): void {
    this.#calledAt.delete(gameId);
  }

  /** The games without a call for `milliseconds`. */
  idleFor(milliseconds: number): readonly string[] {
    const before = this.#now() - milliseconds;
    const idle: string[] = [];
    for (const [gameId, calledAt] of this.#calledAt) {
      if (calledAt > before) break;
      idle.push(gameId);
    }
    return idle;
  }
}
