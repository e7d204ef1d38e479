import type { ArchivedAnswer } from './delivery.ts';
import type { ReadTables, RecordTypes, TableName, Tables } from './tables.ts';

/** What a transaction changed in one record; `null` for a deletion. `table` tells the type of the record. */
export type Change = {
  [Name in TableName]: {
    readonly table: Name;
    readonly id: string;
    readonly record: RecordTypes[Name] | null;
  };
}[TableName];

/** Keeps the bodies of answers outside the tables, in bounded space: new ones take the place of the oldest. */
export interface AnswerArchive {
  /** `null` if it cannot be kept. */
  keep(body: string): ArchivedAnswer | null;
  /** What is still kept of an answer. */
  read(answer: ArchivedAnswer): { readonly body: string; readonly isWhole: boolean };
}

/**
 * The storage port. Reads come from memory, changes are transactions. A transaction is visible as soon as it has run;
 * it becomes durable together with the others of its group. Whatever tells somebody about the tables, such as an answer
 * or a webhook, waits for `durable` before it does.
 */
export interface Store {
  readonly tables: ReadTables;
  readonly answers: AnswerArchive;
  /**
   * Runs `work` on the tables. When it throws, none of its changes happened. Synchronous, so that two transactions never
   * interleave.
   *
   * @throws StorageUnavailable when the store is closed; then nothing has changed.
   */
  transact<T>(work: (tables: Tables) => T): T;
  /**
   * Resolves when every transaction so far is durable; `null` when they already are. Rejects with StorageUnavailable when
   * they could not be written: then all of them were undone, and none of them happened.
   */
  durable(): Promise<void> | null;
  /**
   * Calls `listener` with the changes of each transaction that has become durable and changed something, in their order.
   * Returns a function that ends it.
   */
  onCommit(listener: (changes: readonly Change[]) => void): () => void;
}
