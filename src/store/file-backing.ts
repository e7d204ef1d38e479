import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageUnavailable } from '../domain/model/errors.ts';
import type { FileArchive } from './answer-archive.ts';
import type { Backing, CommitGroup } from './backing.ts';
import type { Compaction } from './compaction.ts';
import type { DirectoryLock } from './directory-lock.ts';
import { DirectoryLost, reasonOf } from './errors.ts';
import type { Journal } from './journal.ts';
import { SnapshotFile, type State } from './snapshot.ts';

/** A locked data directory: each group is a line of its journal, which is moved into the snapshot from time to time. */
export class FileBacking implements Backing {
  readonly #directory: string;
  readonly #lock: DirectoryLock;
  readonly #journal: Journal;
  readonly #compaction: Compaction;
  readonly #answers: FileArchive;
  readonly #state: State;

  constructor(
    directory: string,
    lock: DirectoryLock,
    journal: Journal,
    compaction: Compaction,
    answers: FileArchive,
    state: State,
  ) {
    this.#directory = directory;
    this.#lock = lock;
    this.#journal = journal;
    this.#compaction = compaction;
    this.#answers = answers;
    this.#state = state;
  }

  get isUsable(): boolean {
    return this.#lock.isHeld;
  }

  async write(group: CommitGroup): Promise<void> {
    if (!this.#lock.isHeld) throw new StorageUnavailable(lostMessage(this.#directory));
    this.#journal.append(group);
    if (this.#compaction.isDue) {
      // Without a pause, because only now do the tables hold exactly what the journal holds.
      this.#journal.syncNow();
      this.#compaction.start();
    } else await this.#journal.sync();
  }

  async close(): Promise<void> {
    await this.#compaction.run();
    this.#answers.close();
    if (!this.#lock.isHeldByToken) {
      this.#journal.abandon();
      this.#lock.release();
      throw new DirectoryLost(this.#directory, await dump(this.#state));
    }
    this.#journal.close();
    this.#lock.release();
  }
}

function lostMessage(directory: string): string {
  return `${directory} was deleted, moved or replaced. Nothing was changed. Restart the emulator.`;
}

/** Writes the state to a new file for temporary files. Returns a sentence that names it. */
async function dump(state: State): Promise<string> {
  try {
    const file = join(mkdtempSync(join(tmpdir(), 'aghanim-emulator-')), 'db.json');
    await new SnapshotFile(file).write(state);
    return `The state at the end is in ${file}.`;
  } catch (error) {
    return `The state could not be written elsewhere (${reasonOf(error)}).`;
  }
}
