import { StorageUnavailable } from '../domain/model/errors.ts';
import type { Change, ReadTables, Store, Tables } from '../domain/model/store.ts';
import { CommitListeners } from './listeners.ts';
import type { Log } from './log.ts';
import { TableSet } from './table-set.ts';

/** A store as its owner sees it. */
export interface OwnedStore extends Store {
  /**
   * Deletes every record, in one transaction.
   *
   * @throws StorageUnavailable when that could not be written; then everything is still there.
   */
  clear(): void;
  /** Brings everything to rest; transactions are refused from the call on. May be called again. */
  close(): Promise<void>;
}

/** What makes a store more than memory. */
export interface Backing {
  /** Makes the changes of a transaction durable before it counts, or throws. */
  write(changes: readonly Change[]): void;
  close(): Promise<void>;
}

/** Transactions on tables in memory. What the backing refuses did not happen. */
export class MemoryStore implements OwnedStore {
  readonly tables: ReadTables;
  readonly #set: TableSet;
  readonly #backing: Backing | undefined;
  readonly #listeners: CommitListeners;
  #closed: Promise<void> | null = null;

  constructor(set: TableSet, log?: Log, backing?: Backing) {
    this.tables = set.typed;
    this.#set = set;
    this.#backing = backing;
    this.#listeners = new CommitListeners(log);
  }

  transact<T>(work: (tables: Tables) => T): T {
    if (this.#closed !== null) throw new StorageUnavailable('The store is closed. Nothing was changed.');
    if (this.#set.gate.open) throw new Error('A transaction cannot start inside another one.');
    const { result, changes } = this.#run(work);
    if (changes.length > 0) this.#listeners.tell(changes);
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
    this.#closed ??= this.#backing?.close() ?? Promise.resolve();
    return this.#closed;
  }

  #run<T>(work: (tables: Tables) => T): { result: T; changes: readonly Change[] } {
    const set = this.#set;
    set.gate.open = true;
    try {
      const result = work(set.typed);
      const changes = set.changes();
      if (changes.length > 0) this.#backing?.write(changes);
      set.commit();
      return { result, changes };
    } catch (error) {
      set.rollback();
      throw error;
    } finally {
      set.gate.open = false;
    }
  }
}

/** A store that forgets everything when the process ends. Failures of listeners go to `log`, if given. */
export function createMemoryStore(log?: Log): OwnedStore {
  return new MemoryStore(new TableSet(), log);
}
