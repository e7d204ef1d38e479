import { isUtf8 } from 'node:buffer';
import type { Dispatcher } from 'undici';
import { SenderError } from '../diagnosis/failure.ts';
import type { AttemptResponse } from '../ports.ts';

/** How much of a response body is read and kept, in bytes. */
export const BODY_LIMIT = 64 * 1024;

/** Keeps the first bytes of a body in one buffer, so that many small chunks take no more memory than few large ones. */
export class ResponseBody {
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

  /** Returns the body as text, or as base64 if it is not text. `isCut`: its last character may be incomplete. */
  read(isCut: boolean): { body: string; encoding: 'utf8' | 'base64' } {
    const bytes = this.#bytes.subarray(0, this.#length);
    const text = bytes.includes(0) ? null : textOf(bytes, isCut);
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

function textOf(bytes: Buffer, isCut: boolean): string | null {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  if (!isCut) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/** Servers send one or two. One that never stops would keep the attempt busy until its deadline. */
const MAX_INFORMATIONAL = 32;

type ReceivedHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** Reads one response from undici. */
export class ResponseReader implements Dispatcher.DispatchHandler {
  /**
   * Resolves once and never rejects: with `null` if the status decides the attempt (the response is complete, or as
   * much of it as is kept has arrived), otherwise with the error.
   */
  readonly finished: Promise<Error | null>;
  #finish!: (error: Error | null) => void;
  #head: { status: number; headers: Record<string, string> } | null = null;
  #headersAt: number | null = null;
  #informational = 0;
  #isComplete = false;
  readonly #body = new ResponseBody();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.finished = new Promise((resolve) => (this.#finish = resolve));
  }

  /** When the headers were complete, by the steady time. */
  get headersAt(): number | null {
    return this.#headersAt;
  }

  /** Whether the whole response was read, so that the connection can be reused. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** What has arrived of the response; `null` until its headers are complete. */
  get response(): AttemptResponse | null {
    if (!this.#head) return null;
    const { status, headers } = this.#head;
    const announced = Number(headers['content-length'] ?? 0) || 0;
    const truncated = !this.#isComplete && announced !== this.#body.length;
    const { body, encoding } = this.#body.read(truncated);
    return { status, headers, body, encoding, bodyBytes: Math.max(this.#body.length, announced), truncated };
  }

  onRequestStart(): void {
    // Without this method undici treats the handler as one of its old API.
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: ReceivedHeaders): void {
    if (status >= 200) {
      this.#headersAt = this.#now();
      this.#head = { status, headers: flatten(headers) };
      return;
    }
    this.#informational += 1;
    if (this.#informational <= MAX_INFORMATIONAL) return;
    const message = `More than ${MAX_INFORMATIONAL} informational (1xx) responses`;
    controller.abort(new SenderError('SENDER_INFORMATIONAL', message));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = BODY_LIMIT - this.#body.length;
    this.#body.append(chunk);
    if (chunk.length >= room) this.#finish(null);
    // Abort now, before the promise is handled: the buffer may hold much more of the body to parse.
    if (chunk.length > room) controller.abort(new SenderError('SENDER_BODY_LIMIT', 'Body limit reached'));
  }

  onResponseEnd(): void {
    this.#isComplete = true;
    this.#finish(null);
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#finish(error);
  }
}

function flatten(headers: ReceivedHeaders): Record<string, string> {
  const flattened: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flattened[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flattened;
}
