import type { Change } from '../domain/model/store.ts';
import type { StoreLog } from './errors.ts';

type CommitListener = (changes: readonly Change[]) => void;

/** Calls each listener with what has become durable, in the order of the commits. */
export class CommitListeners {
  readonly #listeners = new Set<CommitListener>();
  readonly #queue: (readonly Change[])[] = [];
  readonly #log: StoreLog | undefined;
  #isCalling = false;

  constructor(log: StoreLog | undefined) {
    this.#log = log;
  }

  add(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** If a listener commits a transaction itself, the others are called for the current one first. */
  notify(changes: readonly Change[]): void {
    this.#queue.push(changes);
    if (this.#isCalling) return;
    this.#isCalling = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      for (const listener of this.#listeners) this.#call(listener, next);
    }
    this.#isCalling = false;
  }

  #call(listener: CommitListener, changes: readonly Change[]): void {
    try {
      listener(changes);
    } catch (error) {
      this.#log?.error({ err: error }, 'A commit listener threw; the transaction is not affected.');
    }
  }
}
