import type { Change } from '../domain/model/store.ts';
import { setImmediate } from '../real-time.ts';
import type { Backing } from './backing.ts';

/** Transactions that become durable together. */
class Group {
  readonly transactions: (readonly Change[])[] = [];
  readonly #undoSteps: (() => void)[] = [];
  readonly durable: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor() {
    this.durable = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Nobody may be waiting.
    this.durable.catch(() => undefined);
  }

  add(changes: readonly Change[], undo: () => void): void {
    this.transactions.push(changes);
    this.#undoSteps.push(undo);
  }

  succeed(): void {
    this.#resolve();
  }

  /** Undoes the transactions, the last one first. */
  fail(error: unknown): void {
    for (const undo of this.#undoSteps.reverse()) undo();
    this.#reject(error);
  }
}

/**
 * Writes the transactions of one turn of the event loop as one group, or of as many turns as the write of the group
 * before them takes.
 */
export class GroupCommit {
  readonly #backing: Backing;
  readonly #onDurable: (changes: readonly Change[]) => void;
  #open: Group | null = null;
  #writing: Group | null = null;

  /** `onDurable` is called with the changes of each transaction before the promise of its group resolves. */
  constructor(backing: Backing, onDurable: (changes: readonly Change[]) => void) {
    this.#backing = backing;
    this.#onDurable = onDurable;
  }

  /** As `Store.durable`. */
  durable(): Promise<void> | null {
    return (this.#open ?? this.#writing)?.durable ?? null;
  }

  /** Adds a transaction to the open group; `undo` takes its changes back. */
  add(changes: readonly Change[], undo: () => void): void {
    if (this.#open === null) {
      this.#open = new Group();
      if (this.#writing === null) this.#writeSoon();
    }
    this.#open.add(changes, undo);
  }

  /** Resolves when no group is open or being written, whatever came of them. */
  async idle(): Promise<void> {
    for (let group = this.durable(); group !== null; group = this.durable()) {
      await group.catch(() => undefined);
    }
  }

  /** Immediates run after all input that has arrived was handled. */
  #writeSoon(): void {
    setImmediate(() => {
      void this.#write();
    });
  }

  async #write(): Promise<void> {
    const group = this.#open;
    if (group === null) return;
    this.#open = null;
    this.#writing = group;
    try {
      await this.#backing.write(group.transactions);
    } catch (error) {
      this.#undo(group, error);
      return;
    }
    this.#writing = null;
    if (this.#hasOpen()) this.#writeSoon();
    for (const changes of group.transactions) this.#onDurable(changes);
    group.succeed();
  }

  /** The transactions of the open group may rest on those of the failed one, so they are undone first. */
  #undo(failed: Group, error: unknown): void {
    const later = this.#open;
    this.#open = null;
    this.#writing = null;
    later?.fail(error);
    failed.fail(error);
  }

  /** Transactions may have run while the group was written, which the type checker does not see. */
  #hasOpen(): boolean {
    return this.#open !== null;
  }
}
