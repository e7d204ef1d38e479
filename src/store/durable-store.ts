import { join } from 'node:path';
import { Low } from 'lowdb';
import { realDisk, type Disk } from './disk.ts';
import { DirectoryUnusable, errorCode } from './errors.ts';
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
  /** The journal's length in bytes from which it is moved into the snapshot; 128 MiB unless given. */
  readonly compactAtBytes?: number;
  /** For tests of disks that fail. */
  readonly disk?: Disk;
}

/**
 * Opens the store in `directory`, which is made if need be, and holds the directory until `close`.
 *
 * @throws DirectoryUnusable, DirectoryInUse, DamagedData
 */
export async function openStore(options: StoreOptions): Promise<OwnedStore> {
  try {
    const lock = await lockDirectory(options.directory);
    return await openLocked(options, lock);
  } catch (error) {
    // An error of the file system has a code; ours, and mistakes in this program, have none.
    throw errorCode(error) === null ? error : new DirectoryUnusable(options.directory, error);
  }
}

async function openLocked(options: StoreOptions, lock: DirectoryLock): Promise<OwnedStore> {
  try {
    return await open(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(options: StoreOptions, lock: DirectoryLock): Promise<OwnedStore> {
  const { directory, log, compactAtBytes = 128 * MEBIBYTE, disk = realDisk } = options;
  const file = join(directory, 'db.json');
  const tables = new TableSet();
  const db = new Low(new SnapshotFile(file), snapshotOf(0, {}));
  await db.read();
  tables.load(db.data.tables);
  const journal = openJournal(join(directory, 'journal.jsonl'), db.data.seq, { tables, log, disk });
  db.data = snapshotOf(0, {});
  const snapshots = new Snapshots({ db, file, journal, tables, log, compactAtBytes });
  const store = new MemoryStore(tables, log, {
    write: (changes) => {
      journal.append(changes);
    },
    close: async () => {
      await snapshots.write();
      journal.close();
      lock.release();
    },
  });
  store.onCommit(() => {
    snapshots.consider();
  });
  void snapshots.write();
  return store;
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
  return new Journal(file, end, disk);
}
