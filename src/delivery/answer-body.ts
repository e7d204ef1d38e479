import { isUtf8 } from 'node:buffer';

/** How much of an answer's body is read and kept, in bytes. */
export const BODY_LIMIT = 64 * 1024;

const LONGEST_UTF8_CHARACTER = 4;

/** Keeps the first bytes of a body in one buffer: a body that trickles costs no more than one that does not. */
export class AnswerBody {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(chunk: Buffer): void {
    const kept = chunk.subarray(0, BODY_LIMIT - this.#length);
    this.#grow(this.#length + kept.length);
    kept.copy(this.#bytes, this.#length);
    this.#length += kept.length;
  }

  /** The body as text, or as base-64 when it is not. `cut`: the last character may be incomplete. */
  read(cut: boolean): { body: string; encoding: 'utf8' | 'base64' } {
    const bytes = this.#bytes.subarray(0, this.#length);
    for (let dropped = 0; dropped < (cut ? LONGEST_UTF8_CHARACTER : 1); dropped += 1) {
      const text = bytes.subarray(0, Math.max(0, bytes.length - dropped));
      if (isUtf8(text) && !text.includes(0)) return { body: text.toString('utf8'), encoding: 'utf8' };
    }
    return { body: bytes.toString('base64'), encoding: 'base64' };
  }

  #grow(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(BODY_LIMIT, Math.max(needed, 2 * this.#bytes.length)));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
