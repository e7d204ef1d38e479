import { crc32 } from 'node:zlib';
import type { ArchivedText } from '../domain/model/delivery.ts';

/** Bytes that can be written and read at any position, such as a file. */
export interface ByteSpace {
  write(bytes: Buffer, position: number): void;
  /** Returns fewer bytes where there are not so many. */
  read(length: number, position: number): Buffer;
}

/**
 * Texts in a space of bounded size, where each new text replaces the oldest. Offsets count on from one round to the
 * next, so that an offset tells whether its text was replaced; the CRC-32 tells it after offsets were used again or a
 * power failure dropped a write.
 */
export class AnswerRing {
  readonly #space: ByteSpace;
  readonly #capacity: number;
  #next = 0;

  constructor(space: ByteSpace, capacity: number) {
    this.#space = space;
    this.#capacity = capacity;
  }

  /** Makes the next text follow one that was added earlier. Call it for every text that is still referred to. */
  skip({ at, length }: ArchivedText): void {
    this.#next = Math.max(this.#next, at + length);
  }

  /** @throws the file system's error. */
  add(bytes: Buffer): ArchivedText {
    const used = this.#next % this.#capacity;
    const at = used + bytes.length <= this.#capacity ? this.#next : this.#next - used + this.#capacity;
    this.#space.write(bytes, at % this.#capacity);
    this.#next = at + bytes.length;
    return { at, length: bytes.length, crc: crc32(bytes) };
  }

  /** `null` when the text was replaced or is damaged. */
  read({ at, length, crc }: ArchivedText): string | null {
    if (at < this.#next - this.#capacity) return null;
    const bytes = this.#space.read(length, at % this.#capacity);
    return bytes.length === length && crc32(bytes) === crc ? bytes.toString('utf8') : null;
  }
}

/** Bytes in memory, which grow with what is written. */
export class MemorySpace implements ByteSpace {
  #bytes = Buffer.alloc(0);

  write(bytes: Buffer, position: number): void {
    const end = position + bytes.length;
    if (end > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * this.#bytes.length));
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    bytes.copy(this.#bytes, position);
  }

  read(length: number, position: number): Buffer {
    return this.#bytes.subarray(position, position + length);
  }
}
