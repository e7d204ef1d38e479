import { isUtf8 } from 'node:buffer';
import type { Dispatcher } from 'undici';
import { Ended } from '../diagnosis/failure.ts';
import type { AttemptResponse } from '../ports.ts';

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

/** A sane server sends one or two; one that never stops keeps this side busy until the deadline. */
const MOST_PROVISIONAL = 32;

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/**
 * An answer as it comes in. `ended` resolves once, and never rejects: with `null` when the status may decide
 * (the answer is complete or as much of it as is kept has come), else with what went wrong.
 */
export class Answer implements Dispatcher.DispatchHandler {
  readonly ended: Promise<Error | null>;
  #end!: (error: Error | null) => void;
  #head: { status: number; headers: Record<string, string> } | null = null;
  #headAt: number | null = null;
  #provisional = 0;
  #complete = false;
  readonly #body = new AnswerBody();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** When the head was complete, in Unix milliseconds. */
  get headAt(): number | null {
    return this.#headAt;
  }

  /** Whether the receiver has said all it has to say, so that the connection may serve again. */
  get complete(): boolean {
    return this.#complete;
  }

  /** What there is of the answer; `null` before its head. */
  get response(): AttemptResponse | null {
    if (!this.#head) return null;
    const { status, headers } = this.#head;
    const promised = Number(headers['content-length'] ?? 0) || 0;
    const truncated = !this.#complete && promised !== this.#body.length;
    const { body, encoding } = this.#body.read(truncated);
    return { status, headers, body, encoding, bodyBytes: Math.max(this.#body.length, promised), truncated };
  }

  onRequestStart(): void {
    // undici takes a handler without this method for one of the old kind.
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status >= 200) {
      this.#headAt = this.#now();
      this.#head = { status, headers: flat(headers) };
      return;
    }
    this.#provisional += 1;
    if (this.#provisional <= MOST_PROVISIONAL) return;
    controller.abort(
      new Ended('ENDED_PROVISIONAL', `More than ${MOST_PROVISIONAL} provisional (1xx) answers`),
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = BODY_LIMIT - this.#body.length;
    this.#body.append(chunk);
    if (chunk.length >= room) this.#end(null);
    // At once, not when the promise is looked at: a receiver that floods has more in the buffer to parse.
    if (chunk.length > room) controller.abort(new Ended('ENDED_CUT', 'Enough of the answer'));
  }

  onResponseEnd(): void {
    this.#complete = true;
    this.#end(null);
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#end(error);
  }
}

function flat(headers: Headers): Record<string, string> {
  const flattened: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flattened[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flattened;
}
