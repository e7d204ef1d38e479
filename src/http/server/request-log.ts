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

interface NumberedRequest {
  readonly number: number;
  readonly request: LoggedRequest;
}

/** Keeps the last `limit` requests of each game in memory; they are never written to disk. */
export function createRequestLog(limit: number): RequestLog {
  const rings = new Map<string | null, { readonly kept: NumberedRequest[]; next: number }>();
  const listeners = new Set<() => void>();
  let number = 0;
  const newestFirst = (gameIds: Iterable<string | null>): readonly LoggedRequest[] =>
    [...gameIds]
      .flatMap((gameId) => rings.get(gameId)?.kept ?? [])
      .sort((a, b) => b.number - a.number)
      .map(({ request }) => request);
  return {
    add: (request) => {
      const ring = rings.get(request.gameId) ?? { kept: [], next: 0 };
      rings.set(request.gameId, ring);
      ring.kept[ring.next] = { number: (number += 1), request: trimmed(request) };
      ring.next = (ring.next + 1) % limit;
      for (const listener of listeners) listener();
    },
    all: () => newestFirst(rings.keys()),
    of: (gameId) => newestFirst([gameId, null]),
    clear: (gameId) => {
      if (gameId === undefined) rings.clear();
      else rings.delete(gameId);
    },
    onAdd: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
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
