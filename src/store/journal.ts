import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StorageUnavailable } from '../domain/model/errors.ts';
import { reasonOf } from './errors.ts';
import { encodeLine, type JournalPosition } from './journal-lines.ts';
import type { StoredChange } from './memory-table.ts';
import { makePrivate, PRIVATE_FILE } from './private-files.ts';
import { syncDirectoryNow } from './sync-directory.ts';

/** What a committed transaction survives: `write` a crash of the process, `fsync` also a power failure. */
export type Durability = 'write' | 'fsync';

/** The file operations of the journal; a port, so that tests can simulate a full disk. */
export interface Disk {
  /** Writes some or all of `bytes` at `position` in the file. Returns how many it wrote. */
  write(fd: number, bytes: Buffer, position: number): number;
  truncate(fd: number, length: number): void;
  /** Returns when what was written survives a power failure. */
  sync(fd: number): void;
}

export const realDisk: Disk = {
  write: (fd, bytes, position) => writeSync(fd, bytes, 0, bytes.length, position),
  truncate: ftruncateSync,
  sync: fsyncSync,
};

/** @throws the file system's error, possibly after a part was written. */
function writeAll(disk: Disk, fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += disk.write(fd, bytes.subarray(done), position + done);
  }
}

const OPEN_OR_CREATE = constants.O_RDWR | constants.O_CREAT;

/**
 * The file with the transactions since the last snapshot, one per line. When `append` returns, the line survives a
 * crash of the process; with the durability `fsync` also a power failure.
 */
export class Journal {
  readonly #file: string;
  readonly #disk: Disk;
  readonly #durability: Durability;
  #fd: number;
  #seq: number;
  #length: number;
  /** Whether part of a failed line may follow after `#length`. */
  #hasPartialLine = true;

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
    this.#dropPartialLine();
  }

  /** The length in bytes. */
  get size(): number {
    return this.#length;
  }

  position(): JournalPosition {
    return { seq: this.#seq, offset: this.#length };
  }

  /** @throws StorageUnavailable if the line could not be written; then the journal has not changed. */
  append(changes: readonly StoredChange[]): void {
    const line = Buffer.from(encodeLine(this.#seq + 1, changes));
    try {
      this.#dropPartialLine();
      this.#hasPartialLine = true;
      writeAll(this.#disk, this.#fd, line, this.#length);
      if (this.#durability === 'fsync') this.#disk.sync(this.#fd);
      this.#hasPartialLine = false;
    } catch (error) {
      this.#tryToDropPartialLine();
      throw unavailable(this.#file, error);
    }
    this.#seq += 1;
    this.#length += line.length;
  }

  /**
   * Discards the transactions up to `end`, because a snapshot holds them. A crash leaves the old file or the new one;
   * both lead to the same state.
   *
   * @throws the file system's error; then the journal has not changed.
   */
  discardUpTo({ offset }: JournalPosition): void {
    const isReplaced = offset !== this.#length;
    if (isReplaced) this.#replace(this.#copyFrom(offset));
    else this.#disk.truncate(this.#fd, 0);
    this.#length -= offset;
    this.#hasPartialLine = false;
    // Lines that are synchronised from now on belong to the new file, so its name must be durable.
    if (isReplaced) syncDirectoryNow(dirname(this.#file));
  }

  close(): void {
    this.#tryToDropPartialLine();
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
      this.#disk.sync(fd);
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

  #dropPartialLine(): void {
    if (!this.#hasPartialLine) return;
    this.#disk.truncate(this.#fd, this.#length);
    this.#hasPartialLine = false;
  }

  #tryToDropPartialLine(): void {
    try {
      this.#dropPartialLine();
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
