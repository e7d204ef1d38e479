import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchivedAnswer, Attempt } from '../domain/model/delivery.ts';
import type { AnswerArchive } from '../domain/model/store.ts';
import { AnswerRing, MemorySpace, type ByteSpace } from './answer-ring.ts';
import type { StoreLog } from './errors.ts';
import { makePrivate, PRIVATE_FILE } from './private-files.ts';

const MEBIBYTE = 1024 * 1024;

/** How much of each answer stays when the whole is replaced by newer ones, in bytes. Base64 can be cut there. */
const BEGINNING = 4096;

/** How many bytes of answers are kept: of the beginnings of all of them, and of the last ones as a whole. */
interface Capacities {
  readonly beginnings: number;
  readonly wholes: number;
}

const ON_DISK: Capacities = { beginnings: 64 * MEBIBYTE, wholes: 16 * MEBIBYTE };
const IN_MEMORY: Capacities = { beginnings: 8 * MEBIBYTE, wholes: 4 * MEBIBYTE };

/** The answers of receivers: the whole text of the last ones, and the first 4 KiB of those before. */
export class RingArchive implements AnswerArchive {
  readonly #beginnings: AnswerRing;
  readonly #wholes: AnswerRing;
  readonly #log: StoreLog | undefined;

  constructor(
    beginnings: ByteSpace,
    wholes: ByteSpace,
    capacities: Capacities,
    attempts: Iterable<Attempt>,
    log?: StoreLog,
  ) {
    this.#beginnings = new AnswerRing(beginnings, capacities.beginnings);
    this.#wholes = new AnswerRing(wholes, capacities.wholes);
    this.#log = log;
    for (const { response } of attempts) {
      if (!response?.archived) continue;
      this.#beginnings.skip(response.archived.beginning);
      if (response.archived.whole) this.#wholes.skip(response.archived.whole);
    }
  }

  keep(body: string): ArchivedAnswer | null {
    const bytes = Buffer.from(body);
    try {
      return {
        beginning: this.#beginnings.add(bytes.subarray(0, beginningOf(bytes))),
        whole: bytes.length > BEGINNING ? this.#wholes.add(bytes) : null,
      };
    } catch (error) {
      this.#log?.warn(
        { err: error },
        'Could not keep the answer of a receiver; the attempt is recorded without it.',
      );
      return null;
    }
  }

  read({ beginning, whole }: ArchivedAnswer): { readonly body: string; readonly isWhole: boolean } {
    const complete = whole && this.#wholes.read(whole);
    if (complete !== null) return { body: complete, isWhole: true };
    const text = this.#beginnings.read(beginning);
    return { body: text ?? '', isWhole: text !== null && whole === null };
  }
}

/** Where the first part of a text ends, without a part of a character. */
function beginningOf(bytes: Buffer): number {
  if (bytes.length <= BEGINNING) return bytes.length;
  let end = BEGINNING;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}

export function memoryArchive(): AnswerArchive {
  return new RingArchive(new MemorySpace(), new MemorySpace(), IN_MEMORY, []);
}

/** A file that is created by the first write. */
class FileSpace implements ByteSpace {
  readonly #file: string;
  readonly #checkOwner: () => void;
  #fd: number | null = null;

  constructor(file: string, checkOwner: () => void) {
    this.#file = file;
    this.#checkOwner = checkOwner;
  }

  write(bytes: Buffer, position: number): void {
    this.#checkOwner();
    this.#fd ??= this.#open(constants.O_RDWR | constants.O_CREAT);
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
    }
  }

  read(length: number, position: number): Buffer {
    try {
      this.#fd ??= this.#open(constants.O_RDWR);
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(this.#fd, bytes, 0, length, position));
    } catch {
      // The file was deleted while the emulator was stopped, or cannot be read: the answer is gone.
      return Buffer.alloc(0);
    }
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #open(flags: number): number {
    const fd = openSync(this.#file, flags, PRIVATE_FILE);
    makePrivate(fd);
    return fd;
  }
}

/** An archive in `answers.bin` and `answers-whole.bin`. */
export interface FileArchive {
  readonly archive: AnswerArchive;
  close(): void;
}

/**
 * Opens the archive in a data directory.
 *
 * @param attempts all that are stored
 * @param checkOwner throws when the files may no longer be changed
 */
export function openArchive(
  directory: string,
  attempts: Iterable<Attempt>,
  log: StoreLog,
  checkOwner: () => void,
): FileArchive {
  const [beginnings, wholes] = [
    new FileSpace(join(directory, 'answers.bin'), checkOwner),
    new FileSpace(join(directory, 'answers-whole.bin'), checkOwner),
  ];
  return {
    archive: new RingArchive(beginnings, wholes, ON_DISK, attempts, log),
    close: () => {
      beginnings.close();
      wholes.close();
    },
  };
}
