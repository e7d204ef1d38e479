import { closeSync, constants, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { StorageUnavailable } from '../domain/model/errors.ts';
import { writeAll, type Disk } from './disk.ts';
import { reasonOf } from './errors.ts';
import { encodeLine } from './journal-line.ts';
import type { StoredChange } from './shapes.ts';

/** A moment in the journal: everything up to transaction `seq` is in the first `position` bytes. */
export interface Mark {
  readonly seq: number;
  readonly position: number;
}

const OPEN_OR_CREATE = constants.O_RDWR | constants.O_CREAT;

/**
 * The file of transactions since the last snapshot, a line each. A line is written by the time `append`
 * returns: it outlives the process, though not a power failure (there is no `fsync`).
 */
export class Journal {
  readonly #file: string;
  readonly #disk: Disk;
  #fd: number;
  #seq: number;
  #length: number;
  /** Whether there may be part of a refused line behind `#length`. */
  #dirty = true;

  /**
   * Goes on behind `mark`; what the file has after it is dropped.
   *
   * @throws the file system's error.
   */
  constructor(file: string, mark: Mark, disk: Disk) {
    this.#file = file;
    this.#disk = disk;
    this.#fd = openSync(file, OPEN_OR_CREATE, 0o666);
    this.#seq = mark.seq;
    this.#length = mark.position;
    this.#clean();
  }

  /** The length in bytes. */
  get size(): number {
    return this.#length;
  }

  mark(): Mark {
    return { seq: this.#seq, position: this.#length };
  }

  /** @throws StorageUnavailable when the line could not be written; then the journal is as before. */
  append(changes: readonly StoredChange[]): void {
    const line = Buffer.from(encodeLine(this.#seq + 1, changes));
    try {
      this.#clean();
      this.#dirty = true;
      writeAll(this.#disk, this.#fd, line, this.#length);
      this.#dirty = false;
    } catch (error) {
      this.#tryClean();
      throw unavailable(this.#file, error);
    }
    this.#seq += 1;
    this.#length += line.length;
  }

  /**
   * Forgets the transactions up to `mark`, because a snapshot holds them. A crash at any moment leaves
   * the old file or the new one, and both lead to the same state.
   *
   * @throws the file system's error; then the journal is as before.
   */
  forget(mark: Mark): void {
    if (mark.position === this.#length) this.#disk.truncate(this.#fd, 0);
    else this.#replace(this.#copyTail(mark.position));
    this.#length -= mark.position;
    this.#dirty = false;
  }

  close(): void {
    this.#tryClean();
    closeSync(this.#fd);
  }

  /** Returns the descriptor of the new file, which has taken the name of the old one. */
  #copyTail(position: number): number {
    const temporary = `${this.#file}.tmp`;
    const fd = openSync(temporary, 'w+', 0o666);
    try {
      writeAll(this.#disk, fd, this.#read(position), 0);
      renameSync(temporary, this.#file);
      return fd;
    } catch (error) {
      closeSync(fd);
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #read(position: number): Buffer {
    const bytes = Buffer.alloc(this.#length - position);
    for (let done = 0; done < bytes.length;) {
      const read = readSync(this.#fd, bytes, done, bytes.length - done, position + done);
      if (read === 0) throw new Error(`${this.#file} became shorter while it was in use`);
      done += read;
    }
    return bytes;
  }

  #replace(fd: number): void {
    closeSync(this.#fd);
    this.#fd = fd;
  }

  #clean(): void {
    if (!this.#dirty) return;
    this.#disk.truncate(this.#fd, this.#length);
    this.#dirty = false;
  }

  #tryClean(): void {
    try {
      this.#clean();
    } catch {
      // Still dirty: the next append tries again before it writes.
    }
  }
}

function unavailable(file: string, error: unknown): StorageUnavailable {
  return new StorageUnavailable(
    `Could not write ${file} (${reasonOf(error)}). Nothing was changed; make room or make the file writable, then try again.`,
  );
}
