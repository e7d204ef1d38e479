import { join } from 'node:path';
import { Low } from 'lowdb';
import type { Change, ReadTables, Tables } from '../domain/tables.ts';
import { realDisk, type Disk } from './disk.ts';
import { Journal } from './journal.ts';
import { replay } from './journal-replay.ts';
import { lockDirectory, type DirectoryLock } from './lock.ts';
import type { Log } from './log.ts';
import { MemoryStore, type OwnedStore } from './memory-store.ts';
import { snapshotOf } from './snapshot.ts';
import { SnapshotFile } from './snapshot-file.ts';
import { Snapshots } from './snapshots.ts';
import { TableSet } from './table-set.ts';

const MEBIBYTE = 1024 * 1024;

export interface StoreOptions {
  readonly directory: string;
  readonly log: Log;
  /** The journal's length in bytes from which it is moved into the snapshot; 32 MiB unless given. */
  readonly compactAtBytes?: number;
  /** For tests of disks that fail. */
  readonly disk?: Disk;
}

interface Parts {
  readonly memory: MemoryStore;
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  readonly lock: DirectoryLock;
}

/** A store whose transactions are in the journal before they count. */
class DurableStore implements OwnedStore {
  readonly tables: ReadTables;
  readonly #parts: Parts;
  #closing: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.tables = parts.memory.tables;
    this.#parts = parts;
  }

  transact<T>(work: (tables: Tables) => T): T {
    const result = this.#parts.memory.transact(work);
    this.#parts.snapshots.afterCommit();
    return result;
  }

  onCommit(listener: (changes: readonly Change[]) => void): () => void {
    return this.#parts.memory.onCommit(listener);
  }

  clear(): void {
    this.#parts.memory.clear();
    this.#parts.snapshots.afterCommit();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { memory, journal, snapshots, lock } = this.#parts;
    await memory.close();
    await snapshots.write();
    journal.close();
    lock.release();
  }
}

/**
 * Opens the store in `directory`, which is made if need be, and holds the directory until `close`.
 *
 * @throws DirectoryUnusable, DirectoryInUse, DamagedData
 */
export async function openStore(options: StoreOptions): Promise<OwnedStore> {
  const lock = await lockDirectory(options.directory);
  try {
    return await open(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(options: StoreOptions, lock: DirectoryLock): Promise<OwnedStore> {
  const { directory, log, compactAtBytes = 32 * MEBIBYTE, disk = realDisk } = options;
  const file = join(directory, 'db.json');
  const tables = new TableSet();
  const db = new Low(new SnapshotFile(file), snapshotOf(0, {}));
  await db.read();
  tables.load(db.data.tables);
  const journal = openJournal(join(directory, 'journal.jsonl'), db.data.seq, { tables, log, disk });
  db.data = snapshotOf(0, {});
  const memory = new MemoryStore(tables, log, (changes) => {
    journal.append(changes);
  });
  const snapshots = new Snapshots({ db, file, journal, tables, log, compactAtBytes });
  void snapshots.write();
  return new DurableStore({ memory, journal, snapshots, lock });
}

function openJournal(
  file: string,
  snapshotSeq: number,
  { tables, log, disk }: { tables: TableSet; log: Log; disk: Disk },
): Journal {
  const { end, tornBytes } = replay(file, snapshotSeq, ({ changes }) => {
    for (const change of changes) tables.restore(change);
  });
  if (tornBytes > 0) {
    log.warn({ file, tornBytes }, 'The last line of the journal was torn by a crash; it is dropped.');
  }
  // When the snapshot has it all, the crash came just before the journal was emptied.
  const position = end.seq === snapshotSeq ? 0 : end.position;
  return new Journal(file, { seq: end.seq, position }, disk);
}
