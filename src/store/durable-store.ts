import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { openArchive } from './answer-archive.ts';
import { Compaction } from './compaction.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { DamagedData, DirectoryLost, DirectoryUnusable, errorCode, type StoreLog } from './errors.ts';
import { FileBacking } from './file-backing.ts';
import { type Disk, type Durability, Journal, realDisk, replaceJournal } from './journal.ts';
import { missingJournal, replay } from './journal-lines.ts';
import { MemoryStore, type ClosableStore } from './memory-store.ts';
import { SnapshotFile, type State } from './snapshot.ts';
import { TableSet } from './table-set.ts';

const MEBIBYTE = 1024 * 1024;

export interface StoreOptions {
  readonly directory: string;
  readonly log: StoreLog;
  /** The length of the journal, in bytes, from which it is moved into the snapshot. Default 128 MiB. */
  readonly compactAtBytes?: number;
  /** Default `write`. */
  readonly durability?: Durability;
  /** Replaced in tests of failing disks. */
  readonly disk?: Disk;
}

/**
 * Opens the store in `directory` and locks the directory until `close`. Creates it if necessary. lowdb holds the state
 * and reads and writes `db.json`; the transactions since the last snapshot are in `journal.jsonl`.
 *
 * @throws DirectoryUnusable, DirectoryInUse, DamagedData
 */
export async function openStore(options: StoreOptions): Promise<ClosableStore> {
  try {
    const lock = await lockDirectory(options.directory);
    return await openLocked(options, lock);
  } catch (error) {
    // Errors of the file system have a code; our own errors, and bugs, have none.
    throw errorCode(error) === null ? error : new DirectoryUnusable(options.directory, error);
  }
}

async function openLocked(options: StoreOptions, lock: DirectoryLock): Promise<ClosableStore> {
  try {
    return await open(options, lock);
  } catch (error) {
    lock.release();
    if (!(error instanceof DamagedData)) throw error;
    const { explained } = await import('./edited-files.ts');
    throw explained(error);
  }
}

async function open(options: StoreOptions, lock: DirectoryLock): Promise<ClosableStore> {
  const { directory, log, compactAtBytes = 128 * MEBIBYTE, disk = realDisk, durability = 'write' } = options;
  const file = join(directory, 'db.json');
  const checkOwner = (): void => {
    if (!lock.isHeldByToken) throw new DirectoryLost(directory, 'Nothing was written.');
  };
  if (lock.isFromUnknownHolder) replaceJournal(join(directory, 'journal.jsonl'));
  const db = new Low<State>(new SnapshotFile(file, checkOwner), {
    seq: 0,
    tables: new TableSet(),
    isSigned: false,
  });
  await db.read();
  const journal = openJournal(join(directory, 'journal.jsonl'), db.data, log, disk, durability);
  const compaction = new Compaction(db, file, journal, log, compactAtBytes, checkOwner);
  const { tables } = db.data;
  const answers = openArchive(directory, tables.typed.attempts.all(), log, checkOwner);
  const backing = new FileBacking(directory, lock, journal, compaction, answers, db.data);
  void compaction.run();
  return new MemoryStore(tables, answers.archive, log, backing);
}

/** Applies the transactions of the journal to the state, and opens the journal to append more. */
function openJournal(file: string, state: State, log: StoreLog, disk: Disk, durability: Durability): Journal {
  const { tables } = state;
  if (state.isSigned && !existsSync(file)) throw missingJournal(file);
  const { end, tornBytes } = replay(file, state, ({ changes }) => {
    for (const change of changes) tables.restore(change);
  });
  if (tornBytes > 0) {
    log.warn({ file, tornBytes }, 'Dropped the last line of the journal, which a crash left incomplete.');
  }
  return new Journal(file, end, disk, durability);
}
