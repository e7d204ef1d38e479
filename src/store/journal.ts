import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { StorageUnavailable } from '../domain/model/errors.ts';
import type { CommitGroup } from './backing.ts';
import { errorCode, reasonOf } from './errors.ts';
import type { JournalPosition } from './journal-lines.ts';
import { LineEncoder } from './line-encoder.ts';
import { makePrivate, PRIVATE_FILE } from './private-files.ts';
import { syncDirectoryNow } from './sync-directory.ts';

/** What a transaction survives once it is durable: `write` a crash of the process, `fsync` also a power failure. */
export type Durability = 'write' | 'fsync';

/** The file operations of the journal; a port, so that tests can simulate a full disk. */
export interface Disk {
  /** Writes some or all of `bytes` at `position` in the file. Returns how many it wrote. */
  write(fd: number, bytes: Buffer, position: number): number;
  truncate(fd: number, length: number): void;
  /** Resolves when what was written survives a power failure. */
  sync(fd: number): Promise<void>;
  /** The same, and returns only then. */
  syncNow(fd: number): void;
}

export const realDisk: Disk = {
  write: (fd, bytes, position) => writeSync(fd, bytes, 0, bytes.length, position),
  truncate: ftruncateSync,
  sync: promisify(fsync),
  syncNow: fsyncSync,
};

/** @throws the file system's error, possibly after a part was written. */
function writeAll(disk: Disk, fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += disk.write(fd, bytes.subarray(done), position + done);
  }
}

const OPEN_OR_CREATE = constants.O_RDWR | constants.O_CREAT;

/** Lines of a group are written together up to about this length. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * The file with the transactions since the last snapshot, one per line. When `append` returns, they survive a crash of
 * the process; when `sync` resolves, they survive what the durability promises.
 */
export class Journal {
  readonly #file: string;
  readonly #disk: Disk;
  readonly #durability: Durability;
  readonly #encoder = new LineEncoder();
  #fd: number;
  #seq: number;
  #length: number;
  /** Whether part of a failed group may follow after `#length`. */
  #hasPartialLines = true;
  /** Where the last group begins. */
  #beforeGroup: JournalPosition;
  #isSyncing = false;
  /** What `whenIdle` postponed until the file is synchronised. */
  #postponed: (() => void)[] = [];

  /**
   * Opens the journal to append after `end`, and drops whatever follows there.
   *
   * @throws the file system's error.
   */
  constructor(file: string, end: JournalPosition, disk: Disk, durability: Durability = 'write') {
    this.#durability = durability;
    this.#file = file;
    this.#disk = disk;
    const isNew = !existsSync(file);
    this.#fd = openSync(file, OPEN_OR_CREATE, PRIVATE_FILE);
    makePrivate(this.#fd);
    if (isNew) syncDirectoryNow(dirname(file));
    this.#seq = end.seq;
    this.#length = end.offset;
    this.#beforeGroup = end;
    this.#dropPartialLines();
  }

  /** The length in bytes. */
  get size(): number {
    return this.#length;
  }

  position(): JournalPosition {
    return { seq: this.#seq, offset: this.#length };
  }

  /**
   * Writes a line for each transaction of a group.
   *
   * @throws StorageUnavailable if they could not be written; then the journal has not changed.
   */
  append(group: CommitGroup): void {
    const before = this.position();
    try {
      this.#dropPartialLines();
      this.#hasPartialLines = true;
      this.#writeLines(group);
      this.#hasPartialLines = false;
      this.#beforeGroup = before;
    } catch (error) {
      throw this.#takeBack(before, error);
    }
  }

  /**
   * Resolves when the last group survives what the durability promises; with `write`, it does already. Call it before the
   * next `append`. Rejects with StorageUnavailable if that failed; then the group is taken back.
   */
  async sync(): Promise<void> {
    if (this.#durability === 'write') return;
    this.#isSyncing = true;
    try {
      await this.#disk.sync(this.#fd);
    } catch (error) {
      throw this.#takeBack(this.#beforeGroup, error);
    } finally {
      this.#isSyncing = false;
      for (const work of this.#postponed.splice(0)) work();
    }
  }

  /** The same, and returns only then. @throws StorageUnavailable */
  syncNow(): void {
    if (this.#durability === 'write') return;
    try {
      this.#disk.syncNow(this.#fd);
    } catch (error) {
      throw this.#takeBack(this.#beforeGroup, error);
    }
  }

  /** Runs `work` as soon as the file is not being synchronised. Settles as `work` returns or throws. */
  whenIdle(work: () => void): Promise<void> {
    return new Promise((resolve) => {
      const run = (): void => {
        const done = new Promise<void>((end) => {
          work();
          end();
        });
        resolve(done);
      };
      if (this.#isSyncing) this.#postponed.push(run);
      else run();
    });
  }

  /**
   * Discards the transactions up to `end`, because a snapshot holds them. A crash leaves the old file or the new one;
   * both lead to the same state. Call it while the journal is idle.
   *
   * @throws the file system's error; then the journal has not changed.
   */
  discardUpTo({ offset }: JournalPosition): void {
    const isReplaced = offset !== this.#length;
    if (isReplaced) this.#replace(this.#copyFrom(offset));
    else this.#disk.truncate(this.#fd, 0);
    this.#length -= offset;
    this.#hasPartialLines = false;
    // Lines that are synchronised from now on belong to the new file, so its name must be durable.
    if (isReplaced) syncDirectoryNow(dirname(this.#file));
  }

  close(): void {
    this.#tryToDropPartialLines();
    closeSync(this.#fd);
  }

  /** Closes the file as it is, because it may belong to another process now. */
  abandon(): void {
    closeSync(this.#fd);
  }

  /** Replaces the file with its part from `offset` on. Returns the descriptor of the new file. */
  #copyFrom(offset: number): number {
    const temporary = `${this.#file}.tmp`;
    const fd = openSync(temporary, 'w+', PRIVATE_FILE);
    try {
      makePrivate(fd);
      writeAll(this.#disk, fd, this.#readFrom(offset), 0);
      this.#disk.syncNow(fd);
      renameSync(temporary, this.#file);
      return fd;
    } catch (error) {
      closeSync(fd);
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #readFrom(offset: number): Buffer {
    const bytes = Buffer.alloc(this.#length - offset);
    for (let done = 0; done < bytes.length;) {
      const read = readSync(this.#fd, bytes, done, bytes.length - done, offset + done);
      if (read === 0) throw new Error(`${this.#file} became shorter while it was in use`);
      done += read;
    }
    return bytes;
  }

  #replace(fd: number): void {
    closeSync(this.#fd);
    this.#fd = fd;
  }

  #writeLines(group: CommitGroup): void {
    this.#encoder.clear();
    for (const changes of group) {
      this.#seq += 1;
      this.#encoder.add(this.#seq, changes);
      if (this.#encoder.length >= CHUNK_BYTES) this.#writeEncoded();
    }
    this.#writeEncoded();
  }

  #writeEncoded(): void {
    const { lines } = this.#encoder;
    writeAll(this.#disk, this.#fd, lines, this.#length);
    this.#length += lines.length;
    this.#encoder.clear();
  }

  /** Removes a group that was written in part. Returns the error to throw. */
  #takeBack({ seq, offset }: JournalPosition, error: unknown): unknown {
    this.#seq = seq;
    this.#length = offset;
    this.#hasPartialLines = true;
    this.#tryToDropPartialLines();
    return errorCode(error) === null ? error : unavailable(this.#file, error);
  }

  #dropPartialLines(): void {
    if (!this.#hasPartialLines) return;
    this.#disk.truncate(this.#fd, this.#length);
    this.#hasPartialLines = false;
  }

  #tryToDropPartialLines(): void {
    try {
      this.#dropPartialLines();
    } catch {
      // The next append tries again before it writes.
    }
  }
}

/**
 * Puts a copy in the place of the journal. A process that still has the old file open cannot write to the copy.
 *
 * @throws the file system's error.
 */
export function replaceJournal(file: string): void {
  if (!existsSync(file)) return;
  const temporary = `${file}.tmp`;
  copyFileSync(file, temporary);
  renameSync(temporary, file);
  syncDirectoryNow(dirname(file));
}

function unavailable(file: string, error: unknown): StorageUnavailable {
  return new StorageUnavailable(
    `Could not write ${file} (${reasonOf(error)}). Nothing was changed. Free some space or make the file writable, then try again.`,
  );
}
