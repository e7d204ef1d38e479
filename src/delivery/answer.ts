import type { Dispatcher } from 'undici';
import { AnswerBody, BODY_LIMIT } from './answer-body.ts';
import { Ended } from './failure.ts';
import type { AttemptResponse } from './ports.ts';

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
