import { StorageUnavailable } from '../domain/model/errors.ts';
import type { AnswerArchive, Change, Store } from '../domain/model/store.ts';
import type { ReadTables, Tables } from '../domain/model/tables.ts';
import { memoryArchive } from './answer-archive.ts';
import type { StoreLog } from './errors.ts';
import { TableSet } from './table-set.ts';

type CommitListener = (changes: readonly Change[]) => void;

/** Calls each listener after each transaction, in the order of the commits. */
class CommitListeners {
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

/** The store with the operations of the code that opened it. */
export interface ClosableStore extends Store {
  /** Whether transactions can be written; false once the data directory is lost. */
  readonly isUsable: boolean;
  /**
   * Deletes every record, in one transaction.
   *
   * @throws StorageUnavailable if the deletion could not be written; then nothing is deleted.
   */
  clear(): void;
  /**
   * Refuses further transactions and closes the files. May be called again.
   *
   * @throws DirectoryLost when the data directory is lost; the error names a file that has the state.
   */
  close(): Promise<void>;
}

/** Where a store keeps its transactions. */
export interface Persistence {
  /** Makes the changes of a transaction durable, or throws. */
  write(changes: readonly Change[]): void;
  isUsable(): boolean;
  close(): Promise<void>;
}

/** Transactions on tables in memory. A transaction that the persistence cannot write is rolled back. */
export class MemoryStore implements ClosableStore {
  readonly tables: ReadTables;
  readonly answers: AnswerArchive;
  readonly #set: TableSet;
  readonly #persistence: Persistence | undefined;
  readonly #listeners: CommitListeners;
  #closed: Promise<void> | null = null;

  constructor(set: TableSet, answers: AnswerArchive, log?: StoreLog, persistence?: Persistence) {
    this.tables = set.typed;
    this.answers = answers;
    this.#set = set;
    this.#persistence = persistence;
    this.#listeners = new CommitListeners(log);
  }

  get isUsable(): boolean {
    return this.#closed === null && (this.#persistence?.isUsable() ?? true);
  }

  transact<T>(work: (tables: Tables) => T): T {
    if (this.#closed !== null) throw new StorageUnavailable('The store is closed. Nothing was changed.');
    if (this.#set.transaction.isRunning) throw new Error('A transaction cannot start inside another one.');
    const { result, changes } = this.#run(work);
    if (changes.length > 0) this.#listeners.notify(changes);
    return result;
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
    this.#closed ??= this.#persistence?.close() ?? Promise.resolve();
    return this.#closed;
  }

  #run<T>(work: (tables: Tables) => T): { result: T; changes: readonly Change[] } {
    const set = this.#set;
    set.transaction.isRunning = true;
    try {
      const result = work(set.typed);
      const changes = set.changes();
      if (changes.length > 0) this.#persistence?.write(changes);
      set.commit();
      return { result, changes };
    } catch (error) {
      set.rollback();
      throw error;
    } finally {
      set.transaction.isRunning = false;
    }
  }
}

/** A store without persistence. Errors of commit listeners go to `log`, if given. */
export function createMemoryStore(log?: StoreLog): ClosableStore {
  return new MemoryStore(new TableSet(), memoryArchive(), log);
}
