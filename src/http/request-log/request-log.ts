import type { Operation } from '../api/operation.ts';

/** The most that is kept of a request's body, and of an answer, in bytes. */
export const KEPT_BYTES = 64 * 1024;

/** What came in: as much of it as was read before it was answered. */
export interface Received {
  readonly method: string;
  /** Below the mount point, with the query. */
  readonly url: string;
  readonly contentType: string | undefined;
  /** Empty where no body was read. */
  readonly text: string;
}

/** One request to the S2S API and its answer. Kept as it passed; made readable only when it is read. */
export interface LoggedRequest {
  /** The `request_id` of the events that the request caused. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly durationMs: number;
  readonly gameId: string | null;
  readonly operation: Operation | null;
  readonly params: Readonly<Record<string, string>>;
  readonly received: Received;
  readonly status: number;
  /** As JSON; empty for an answer without a body. */
  readonly answer: string;
}

export interface ApiLog {
  add(request: LoggedRequest): void;
  /** Newest first. */
  all(): readonly LoggedRequest[];
  clear(): void;
}

/** Keeps the last `limit` requests in memory; nothing of them is ever written to disk. */
export function createApiLog(limit: number): ApiLog {
  let ring: LoggedRequest[] = [];
  let next = 0;
  return {
    add: (request) => {
      ring[next] = trimmed(request);
      next = (next + 1) % limit;
    },
    all: () => [...ring.slice(next), ...ring.slice(0, next)].reverse(),
    clear: () => {
      ring = [];
      next = 0;
    },
  };
}

function trimmed(request: LoggedRequest): LoggedRequest {
  const { received, answer } = request;
  if (received.text.length <= KEPT_BYTES && answer.length <= KEPT_BYTES) return request;
  return { ...request, received: { ...received, text: head(received.text) }, answer: head(answer) };
}

/** A slice of the text would keep the whole alive. */
function head(text: string): string {
  return Buffer.from(text).subarray(0, KEPT_BYTES).toString('utf8');
}
