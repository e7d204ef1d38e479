import type * as z from 'zod';

/** The most that is kept of a request's body, and of an answer, in bytes. */
export const KEPT_BYTES = 64 * 1024;

/** A request as far as it was read before it was answered. */
export interface Received {
  readonly method: string;
  /** Below the mount point, with the query. */
  readonly url: string;
  readonly contentType: string | undefined;
  /** Empty where no body was read. */
  readonly text: string;
}

/** The operation of a request, with the schemas that its query and its body were read by. */
export interface LoggedOperation {
  readonly method: string;
  readonly path: string;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
}

/** One request to the S2S API and its answer, as they were sent; made readable only when somebody reads it. */
export interface LoggedRequest {
  /** The `request_id` of the events that the request caused. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly durationMs: number;
  /** `null` without a valid API key. */
  readonly gameId: string | null;
  /** `null` for a path that is no served operation's. */
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
  clear(): void;
}

/** Keeps the last `limit` requests in memory; they are never written to disk. */
export function createRequestLog(limit: number): RequestLog {
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

/** Copies the beginning of a text: a slice would keep the whole text in memory. */
function head(text: string): string {
  return Buffer.from(text).subarray(0, KEPT_BYTES).toString('utf8');
}
