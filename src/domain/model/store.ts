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

/** The storage port. Reads come from memory, changes are transactions. */
export interface Store {
  readonly tables: ReadTables;
  readonly answers: AnswerArchive;
  /**
   * Runs `work` on the tables. When it returns, all its changes are durable together; when it throws,
   * none of them happened. Synchronous, so that two transactions never interleave.
   *
   * @throws StorageUnavailable when the changes could not be written; then none of them happened either.
   */
  transact<T>(work: (tables: Tables) => T): T;
  /** Calls `listener` after each transaction that changed something. Returns a function that ends it. */
  onCommit(listener: (changes: readonly Change[]) => void): () => void;
}
