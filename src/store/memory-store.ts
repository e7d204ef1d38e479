import { StorageUnavailable } from '../domain/errors.ts';
import type { Change, ReadTables, Store, Tables } from '../domain/tables.ts';
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

/** Makes the changes of a transaction durable before it counts, or throws. */
type Persist = (changes: readonly Change[]) => void;

/** Transactions on tables in memory. What `persist` refuses did not happen. */
export class MemoryStore implements OwnedStore {
  readonly tables: ReadTables;
  readonly #set: TableSet;
  readonly #persist: Persist | undefined;
  readonly #listeners: CommitListeners;
  #closed = false;

  constructor(set: TableSet, log?: Log, persist?: Persist) {
    this.tables = set.typed;
    this.#set = set;
    this.#persist = persist;
    this.#listeners = new CommitListeners(log);
  }

  transact<T>(work: (tables: Tables) => T): T {
    if (this.#closed) throw new StorageUnavailable('The store is closed. Nothing was changed.');
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
    this.#closed = true;
    return Promise.resolve();
  }

  #run<T>(work: (tables: Tables) => T): { result: T; changes: readonly Change[] } {
    const set = this.#set;
    set.gate.open = true;
    try {
      const result = work(set.typed);
      const changes = set.changes();
      if (changes.length > 0) this.#persist?.(changes);
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
