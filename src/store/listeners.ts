import type { Change } from '../domain/model/store.ts';
import type { Log } from './log.ts';

type Listener = (changes: readonly Change[]) => void;

/** Those who want to know of each transaction. All hear of transactions in the order of their commits. */
export class CommitListeners {
  readonly #listeners = new Set<Listener>();
  readonly #untold: (readonly Change[])[] = [];
  readonly #log: Log | undefined;
  #telling = false;

  constructor(log: Log | undefined) {
    this.#log = log;
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A transaction that a listener starts is told when all listeners know of the present one. */
  tell(changes: readonly Change[]): void {
    this.#untold.push(changes);
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
      for (const listener of this.#listeners) this.#call(listener, next);
    }
    this.#telling = false;
  }

  #call(listener: Listener, changes: readonly Change[]): void {
    try {
      listener(changes);
    } catch (error) {
      this.#log?.error({ err: error }, 'A listener failed on a transaction; the transaction stands.');
    }
  }
}
