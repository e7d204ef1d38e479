import type { Change } from '../domain/model/store.ts';

/** The changes of transactions that are written together, by transaction, in the order in which they ran. */
export type CommitGroup = readonly (readonly Change[])[];

/**
 * Where a store keeps what its tables hold in memory: files, or a database. The store calls `write` for one group of
 * transactions at a time.
 */
export interface Backing {
  /**
   * Makes the transactions of a group durable. A crash during the write may leave the first of them, because none of them
   * has been acknowledged. When `write` is called, the tables hold exactly what was written before and this group; while
   * its promise is pending, transactions of the next group may change them.
   *
   * Rejects when the group could not be written, with StorageUnavailable if the caller may try again. The store then undoes
   * the group, and the transactions that ran after it.
   */
  write(group: CommitGroup): Promise<void>;
  /** Whether a write can succeed; false once the place where it writes is lost. */
  readonly isUsable: boolean;
  /** Called once, when no write is pending. */
  close(): Promise<void>;
}
