import { statSync } from 'node:fs';
import type { Low } from 'lowdb';
import type { StoreLog } from './errors.ts';
import type { Journal } from './journal.ts';
import type { State } from './snapshot.ts';

/**
 * Moves the transactions of the journal into the snapshot, `db.json`, when the journal has grown to twice the size of
 * the last snapshot. The cost of a transaction therefore does not depend on how much is stored.
 */
export class Compaction {
  readonly #db: Low<State>;
  readonly #file: string;
  readonly #journal: Journal;
  readonly #log: StoreLog;
  readonly #minJournalBytes: number;
  readonly #checkOwner: () => void;
  /** The length of the journal, in bytes, at which the next compaction starts. */
  #threshold: number;
  #running: Promise<void> | null = null;

  /**
   * `minJournalBytes`: a shorter journal is compacted only by `run`. `checkOwner` throws when the journal may no longer
   * be changed.
   */
  constructor(
    db: Low<State>,
    file: string,
    journal: Journal,
    log: StoreLog,
    minJournalBytes: number,
    checkOwner: () => void,
  ) {
    this.#checkOwner = checkOwner;
    this.#db = db;
    this.#file = file;
    this.#journal = journal;
    this.#log = log;
    this.#minJournalBytes = minJournalBytes;
    this.#threshold = this.#allowedGrowth();
  }

  /** Whether the journal has grown enough for a compaction. */
  get isDue(): boolean {
    return this.#running === null && this.#journal.size >= this.#threshold;
  }

  /** Starts a compaction in the background. The tables must hold exactly what the journal holds, durably. */
  start(): void {
    void this.#start();
  }

  /** Resolves when the snapshot holds what the journal held. If that fails, it is logged and the journal stays as it is. */
  async run(): Promise<void> {
    await this.#running;
    if (this.#journal.size > 0) await this.#start();
  }

  #start(): Promise<void> {
    this.#running = this.#tryToCompact();
    return this.#running;
  }

  async #tryToCompact(): Promise<void> {
    try {
      await this.#compact();
    } catch (error) {
      const message = 'Could not write the snapshot; its transactions remain in the journal.';
      this.#log.warn({ err: error, file: this.#file }, message);
    }
    // Also after a failure: the next attempt waits until the journal has grown by as much again.
    this.#threshold = this.#journal.size + this.#allowedGrowth();
    this.#running = null;
  }

  async #compact(): Promise<void> {
    const position = this.#journal.position();
    this.#db.data.seq = position.seq;
    await this.#db.write();
    await this.#journal.whenIdle(() => {
      this.#checkOwner();
      this.#journal.discardUpTo(position);
    });
  }

  #allowedGrowth(): number {
    const { size } = statSync(this.#file, { throwIfNoEntry: false }) ?? { size: 0 };
    return Math.max(this.#minJournalBytes, 2 * size);
  }
}
