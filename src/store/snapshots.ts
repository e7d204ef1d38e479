import { statSync } from 'node:fs';
import type { Low } from 'lowdb';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import type { TableSet } from './table-set.ts';

interface Parts {
  readonly db: Low<Snapshot>;
  readonly file: string;
  readonly journal: Journal;
  readonly tables: TableSet;
  readonly log: Log;
  /** The journal's length in bytes from which it is worth a snapshot. */
  readonly compactAtBytes: number;
}

const EMPTY = snapshotOf(0, {});

/**
 * Moves what the journal holds into `db.json`, when it has grown enough: to twice the last snapshot, so
 * that the cost of a transaction does not depend on how much is stored.
 */
export class Snapshots {
  readonly #parts: Parts;
  #threshold: number;
  #running: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#threshold = this.#allowance();
  }

  /** Begins a snapshot in the background if the journal has grown enough. */
  consider(): void {
    if (this.#running === null && this.#parts.journal.size >= this.#threshold) void this.#start();
  }

  /**
   * Resolves when all that was in the journal is in the snapshot, or the failure is logged: then the
   * journal has it still.
   */
  async write(): Promise<void> {
    await this.#running;
    if (this.#parts.journal.size > 0) await this.#start();
  }

  #start(): Promise<void> {
    this.#running = this.#attempt();
    return this.#running;
  }

  async #attempt(): Promise<void> {
    const { journal, log, file } = this.#parts;
    try {
      await this.#move();
    } catch (error) {
      log.warn({ err: error, file }, 'The snapshot could not be written; the journal keeps what it lacks.');
    }
    // After a failure too: the next attempt waits until the journal has grown by as much again.
    this.#threshold = journal.size + this.#allowance();
    this.#running = null;
  }

  async #move(): Promise<void> {
    const { db, journal, tables } = this.#parts;
    const mark = journal.mark();
    db.data = snapshotOf(mark.seq, tables.records());
    try {
      await db.write();
    } finally {
      // Keeps no record alive that the tables have let go.
      db.data = EMPTY;
    }
    journal.forget(mark);
  }

  #allowance(): number {
    const { file, compactAtBytes } = this.#parts;
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
    return Math.max(compactAtBytes, 2 * size);
  }
}
