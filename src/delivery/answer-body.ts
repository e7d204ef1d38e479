import { isUtf8 } from 'node:buffer';

/** How much of an answer's body is read and kept, in bytes. */
export const BODY_LIMIT = 64 * 1024;

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
    const text = bytes.includes(0) ? null : textOf(bytes, cut);
    if (text === null) return { body: bytes.toString('base64'), encoding: 'base64' };
    return { body: text, encoding: 'utf8' };
  }

  #grow(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(BODY_LIMIT, Math.max(needed, 2 * this.#bytes.length)));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

function textOf(bytes: Buffer, cut: boolean): string | null {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  if (!cut) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
