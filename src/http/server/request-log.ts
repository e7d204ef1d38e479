import type * as z from 'zod';
import { Fifo } from './fifo.ts';

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
  /** Keeps the last `limit` requests of each game from now on, and forgets those beyond it. */
  limitTo(limit: number): void;
  /** `undefined` for a request that is forgotten. */
  get(id: string): LoggedRequest | undefined;
  /** Calls `listener` after each request. Returns a function that ends it. */
  onAdd(listener: (request: LoggedRequest) => void): () => void;
}

/** What all kept requests may take, in characters of their bodies, answers and URLs. */
const SIZE_LIMIT = 64 * 1024 * 1024;

/** About what the rest of a request takes, its headers above all. */
const ENTRY_SIZE = 2048;

interface NumberedRequest {
  readonly number: number;
  readonly request: LoggedRequest;
}

/** Keeps the last `initialLimit` requests of each game in memory; they are never written to disk. */
export function createRequestLog(initialLimit: number, sizeLimit = SIZE_LIMIT): RequestLog {
  let limit = initialLimit;
  const queues = new Map<string | null, Fifo<NumberedRequest>>();
  const listeners = new Set<(request: LoggedRequest) => void>();
  const byId = new Map<string, LoggedRequest>();
  let number = 0;
  let count = 0;
  let size = 0;

  function forgetFirst(gameId: string | null, queue: Fifo<NumberedRequest>): void {
    const oldest = queue.shift();
    if (!oldest) return;
    if (byId.get(oldest.request.id) === oldest.request) byId.delete(oldest.request.id);
    count -= 1;
    size -= sizeOf(oldest.request);
    if (queue.size === 0) queues.delete(gameId);
  }

  /** Forgets the oldest request of all games. There are few games, and this is rare. */
  function forgetOldest(): void {
    let oldest: [string | null, Fifo<NumberedRequest>] | null = null;
    for (const entry of queues) {
      if (numberOf(entry[1]) < (oldest ? numberOf(oldest[1]) : Infinity)) oldest = entry;
    }
    if (oldest) forgetFirst(...oldest);
  }

  function newestFirst(gameIds: Iterable<string | null>): readonly LoggedRequest[] {
    return [...gameIds]
      .flatMap((gameId) => queues.get(gameId)?.toArray() ?? [])
      .sort((a, b) => b.number - a.number)
      .map(({ request }) => request);
  }

  return {
    add: (request) => {
      const { gameId } = request;
      let queue = queues.get(gameId);
      if (!queue) queues.set(gameId, (queue = new Fifo()));
      const entry = { number: (number += 1), request: trimmed(request) };
      queue.push(entry);
      byId.set(entry.request.id, entry.request);
      count += 1;
      size += sizeOf(entry.request);
      if (queue.size > limit) forgetFirst(gameId, queue);
      while (size > sizeLimit && count > 1) forgetOldest();
      for (const listener of listeners) listener(entry.request);
    },
    all: () => newestFirst(queues.keys()),
    of: (gameId) => newestFirst([gameId, null]),
    get: (id) => byId.get(id),
    clear: (gameId) => {
      const cleared = gameId === undefined ? [...queues] : [...queues].filter(([id]) => id === gameId);
      for (const [id, queue] of cleared) {
        while (queue.size > 0) forgetFirst(id, queue);
      }
    },
    limitTo: (newLimit) => {
      limit = newLimit;
      for (const [gameId, queue] of [...queues]) {
        while (queue.size > limit) forgetFirst(gameId, queue);
      }
    },
    onAdd: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The number of the oldest request. */
function numberOf(queue: Fifo<NumberedRequest>): number {
  return queue.first?.number ?? Infinity;
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
