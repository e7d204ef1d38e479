/** Lets work that concerns the same thing, such as one game's clock, run one after another. */
export class Turns {
  /** The work that was added last, by what it concerns. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** How many things have work that has not ended. */
  get size(): number {
    return this.#last.size;
  }

  /** Runs the work when all that was added before for the same key has ended, and resolves or rejects as it does. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === turn) this.#last.delete(key);
    }
  }
}
