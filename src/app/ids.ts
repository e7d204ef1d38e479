import { randomFillSync, randomUUID } from 'node:crypto';
import type { Ids } from '../domain/model/ids.ts';

const DIGITS = '0123456789';
const BASE_62 = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;

/** How many random bytes are fetched at once: each call takes as long as some hundred bytes do. */
const POOL_BYTES = 8192;

/** Ids that cannot be guessed: anyone who knows an order's id can open its checkout page. */
export function randomIds(): Ids {
  const bytes = new RandomBytes();
  const first = new RandomText(bytes, DIGITS.slice(1));
  const digits = new RandomText(bytes, DIGITS);
  const base62 = new RandomText(bytes, BASE_62);
  return {
    base62: (length) => base62.next(length),
    digits: (length) => first.next(1) + digits.next(length - 1),
    uuid: () => randomUUID(),
  };
}

/** Bytes of the system's generator, each of which is given out once. */
class RandomBytes {
  readonly #pool = Buffer.alloc(POOL_BYTES);
  #used = POOL_BYTES;

  next(): number {
    if (this.#used === POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const byte = this.#pool[this.#used] ?? 0;
    this.#used += 1;
    return byte;
  }
}

/**
 * Texts of random characters. They are read from a buffer at once: ids that are put together character by character take
 * twice the time, and as keys of maps are slower.
 */
class RandomText {
  readonly #bytes: RandomBytes;
  readonly #codes: Buffer;
  /** The bits of a byte that can name a character. */
  readonly #mask: number;
  #text = Buffer.alloc(64);

  constructor(bytes: RandomBytes, alphabet: string) {
    this.#bytes = bytes;
    this.#codes = Buffer.from(alphabet, 'latin1');
    this.#mask = 2 ** Math.ceil(Math.log2(alphabet.length)) - 1;
  }

  next(length: number): string {
    if (length > this.#text.length) this.#text = Buffer.alloc(length);
    for (let at = 0; at < length;) {
      // A number beyond the alphabet is drawn again, so that all characters are equally likely.
      const code = this.#codes[this.#bytes.next() & this.#mask];
      if (code === undefined) continue;
      this.#text[at] = code;
      at += 1;
    }
    return this.#text.toString('latin1', 0, length);
  }
}
