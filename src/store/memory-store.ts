import { StorageUnavailable } from '../domain/model/errors.ts';
import type { AnswerArchive, Change, Store } from '../domain/model/store.ts';
import type { ReadTables, Tables } from '../domain/model/tables.ts';
import { memoryArchive } from './answer-archive.ts';
import type { Backing } from './backing.ts';
import { CommitListeners } from './commit-listeners.ts';
import type { StoreLog } from './errors.ts';
import { GroupCommit } from './group-commit.ts';
import { TableSet } from './table-set.ts';

/** The store with the operations of the code that opened it. */
export interface ClosableStore extends Store {
  /** Whether transactions can be written; false once the data directory is lost. */
  readonly isUsable: boolean;
  /**
   * Deletes every record, in one transaction.
   *
   * @throws StorageUnavailable when the store is closed.
   */
  clear(): void;
  /**
   * Refuses further transactions, writes those that have run, and closes the files. May be called again.
   *
   * @throws DirectoryLost when the data directory is lost; the error names a file that has the state.
   */
  close(): Promise<void>;
}

/**
 * Transactions on tables in memory. With a backing, they are written in groups, and a group that cannot be written is
 * undone; without one, they are as durable as they ever get when they return.
 */
export class MemoryStore implements ClosableStore {
  readonly tables: ReadTables;
  readonly answers: AnswerArchive;
  readonly #set: TableSet;
  readonly #backing: Backing | undefined;
  readonly #groups: GroupCommit | undefined;
  readonly #listeners: CommitListeners;
  #closed: Promise<void> | null = null;

  constructor(set: TableSet, answers: AnswerArchive, log?: StoreLog, backing?: Backing) {
    this.tables = set.typed;
    this.answers = answers;
    this.#set = set;
    this.#listeners = new CommitListeners(log);
    this.#backing = backing;
    if (backing) {
      this.#groups = new GroupCommit(backing, (changes) => {
        this.#listeners.notify(changes);
      });
    }
  }

  get isUsable(): boolean {
    return this.#closed === null && (this.#backing?.isUsable ?? true);
  }

  transact<T>(work: (tables: Tables) => T): T {
    if (this.#closed !== null) throw new StorageUnavailable('The store is closed. Nothing was changed.');
    const { transaction } = this.#set;
    if (transaction.isRunning) throw new Error('A transaction cannot start inside another one.');
    transaction.isRunning = true;
    let result: T;
    try {
      result = work(this.#set.typed);
    } catch (error) {
      this.#set.rollback();
      throw error;
    } finally {
      transaction.isRunning = false;
    }
    this.#commit();
    return result;
  }

  durable(): Promise<void> | null {
    return this.#groups?.durable() ?? null;
  }

  onCommit(listener: (changes: readonly Change[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  clear(): void {
    this.transact((tables) => {
      for (const table of Object.values(tables)) {
        for (const { id } of table.all()) table.delete(id);
      }
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #commit(): void {
    const changes = this.#set.changes();
    const undo = this.#set.commit();
    if (changes.length === 0) return;
    if (this.#groups) this.#groups.add(changes, undo);
    else this.#listeners.notify(changes);
  }

  async #close(): Promise<void> {
    await this.#groups?.idle();
    await this.#backing?.close();
  }
}

/** Keeps nothing. */
const NOWHERE: Backing = {
  write: () => Promise.resolve(),
  isUsable: true,
  close: () => Promise.resolve(),
};

/**
 * A store for an emulator that keeps everything in memory. It has groups as one with files has, because the answers of a
 * group are sent together, which costs the system less than sending each by itself.
 */
export function createEphemeralStore(log: StoreLog): ClosableStore {
  return new MemoryStore(new TableSet(), memoryArchive(), log, NOWHERE);
}

/** A store without a backing. Errors of commit listeners go to `log`, if given. */
export function createMemoryStore(log?: StoreLog): ClosableStore {
  return new MemoryStore(new TableSet(), memoryArchive(), log);
}
