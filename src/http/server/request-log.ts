import type * as z from 'zod';

/** The part of a request's body, and of an answer, that is kept, in bytes. */
export const KEPT_BYTES = 64 * 1024;

/** A request, as far as it was read before it was answered. */
export interface Received {
  readonly method: string;
  /** The mount point of the API: `/s2s`; empty for a request that left it out. */
  readonly mount: string;
  /** Below the mount point, with the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly contentType: string | undefined;
  /** The body; empty if none was read. */
  readonly text: string;
}

/** The operation of a request, with the schemas of its query and its body. */
export interface LoggedOperation {
  readonly method: string;
  readonly path: string;
  readonly query?: z.ZodType | undefined;
  readonly unusedQuery?: readonly string[] | undefined;
  readonly body?: z.ZodType | undefined;
}

/** One request to the S2S API and its answer, as they were sent. `viewRequest` makes it readable and masks secrets. */
export interface LoggedRequest {
  /** The `request_id` of the events that the request caused. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly durationMs: number;
  /** `null` without a valid API key. */
  readonly gameId: string | null;
  /** `null` if no served operation has the path. */
  readonly operation: LoggedOperation | null;
  readonly params: Readonly<Record<string, string>>;
  readonly received: Received;
  readonly status: number;
  /** As JSON; empty for an answer without a body. */
  readonly answer: string;
  /** Besides those that every answer has; absent where nothing was answered. */
  readonly answerHeaders?: Readonly<Record<string, string | number>> | undefined;
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  /** Newest first. */
  all(): readonly LoggedRequest[];
  /** The requests of a game, and those without a valid API key, newest first. */
  of(gameId: string): readonly LoggedRequest[];
  /** Forgets the requests of a game; without a game, all. */
  clear(gameId?: string): void;
  /** Calls `listener` after each request. Returns a function that ends it. */
  onAdd(listener: () => void): () => void;
}

/** What all kept requests may take, in characters of their bodies, answers and URLs. */
const SIZE_LIMIT = 64 * 1024 * 1024;

/** About what the rest of a request takes, its headers above all. */
const ENTRY_SIZE = 2048;

/** Keeps the last `limit` requests of each game in memory; they are never written to disk. */
export function createRequestLog(limit: number, sizeLimit = SIZE_LIMIT): RequestLog {
  /** Of all games, oldest first. */
  const kept = new Map<number, LoggedRequest>();
  const numbersOf = new Map<string | null, Set<number>>();
  const listeners = new Set<() => void>();
  let number = 0;
  let size = 0;

  function forget(oldest: number | undefined): void {
    const request = oldest === undefined ? undefined : kept.get(oldest);
    if (oldest === undefined || !request) return;
    kept.delete(oldest);
    size -= sizeOf(request);
    const numbers = numbersOf.get(request.gameId);
    numbers?.delete(oldest);
    if (numbers?.size === 0) numbersOf.delete(request.gameId);
  }

  function newestFirst(gameIds: readonly (string | null)[]): readonly LoggedRequest[] {
    const numbers = gameIds.flatMap((gameId) => [...(numbersOf.get(gameId) ?? [])]);
    return numbers.sort((a, b) => b - a).flatMap((one) => kept.get(one) ?? []);
  }

  return {
    add: (request) => {
      const numbers = numbersOf.get(request.gameId) ?? new Set<number>();
      numbersOf.set(request.gameId, numbers);
      number += 1;
      const entry = trimmed(request);
      kept.set(number, entry);
      numbers.add(number);
      size += sizeOf(entry);
      if (numbers.size > limit) forget(first(numbers));
      while (size > sizeLimit && kept.size > 1) forget(first(kept.keys()));
      for (const listener of listeners) listener();
    },
    all: () => [...kept.values()].reverse(),
    of: (gameId) => newestFirst([gameId, null]),
    clear: (gameId) => {
      const numbers = gameId === undefined ? [...kept.keys()] : [...(numbersOf.get(gameId) ?? [])];
      for (const one of numbers) forget(one);
    },
    onAdd: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function first(numbers: Iterable<number>): number | undefined {
  for (const one of numbers) return one;
  return undefined;
}

function sizeOf({ received, answer }: LoggedRequest): number {
  return ENTRY_SIZE + received.text.length + received.url.length + answer.length;
}

function trimmed(request: LoggedRequest): LoggedRequest {
  const { received, answer } = request;
  if (received.text.length <= KEPT_BYTES && answer.length <= KEPT_BYTES) return request;
  return { ...request, received: { ...received, text: head(received.text) }, answer: head(answer) };
}

/** Copies the beginning of a text: a slice would keep the whole text in memory. */
function head(text: string): string {
  return Buffer.from(text).subarray(0, KEPT_BYTES).toString('utf8');
}
