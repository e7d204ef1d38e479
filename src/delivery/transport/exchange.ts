import { codeOf, Ended, type Progress } from '../diagnosis/failure.ts';
import type { AttemptResponse, Clock } from '../ports.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Connection, WireRequest } from './connection.ts';
import { Answer } from './response.ts';

export interface Deadline {
  /** Resolves when the time is up or the signal aborts; never rejects. */
  readonly passed: Promise<Ended>;
  clear(): void;
}

/** A limit for a whole attempt, on the given clock, so that no timer of the transport has a say in it. */
export function startDeadline(clock: Clock, timeoutMs: number, signal: AbortSignal): Deadline {
  let end!: (reason: Ended) => void;
  const passed = new Promise<Ended>((resolve) => (end = resolve));
  const onAbort = (): void => {
    end(new Ended('ENDED_ABORTED', 'Aborted'));
  };
  const cancel = clock.wakeAt(clock.now() + timeoutMs, () => {
    end(new Ended('ENDED_TIMEOUT', 'Timeout'));
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    passed,
    clear: () => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** What became of a request. Moments are Unix milliseconds, `null` when they never came. */
export interface Outcome {
  /** What there is of the answer, even when the exchange failed in the middle of it. */
  readonly response: AttemptResponse | null;
  readonly failure: Error | null;
  readonly progress: Progress;
  /** `'before'`: the connection was there already. */
  readonly connectedAt: number | 'before' | null;
  readonly headAt: number | null;
}

/** How a connection dies that the receiver closed while it was idle. */
const STALE = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/**
 * Sends a request and waits for its answer or the deadline. When an idle connection turns out to be dead (the
 * receiver has restarted since), the request goes out once more on a new one: that is no failed attempt.
 */
export async function exchange(
  pool: ConnectionPool,
  origin: string,
  request: WireRequest,
  deadline: Deadline,
): Promise<Outcome> {
  const kept = pool.take(origin);
  const outcome = await over(kept, request, pool, deadline);
  if (!outcome.failure || !STALE.has(codeOf(outcome.failure))) return outcome;
  return kept.reused && kept.silent ? over(pool.open(origin), request, pool, deadline) : outcome;
}

async function over(
  connection: Connection,
  request: WireRequest,
  pool: ConnectionPool,
  deadline: Deadline,
): Promise<Outcome> {
  const answer = new Answer(pool.now);
  connection.request(request, answer);
  const failure = await Promise.race([answer.ended, deadline.passed]);
  if (answer.complete) pool.giveBack(connection);
  else connection.destroy();
  return {
    response: answer.response,
    failure,
    progress: progressOf(connection, answer),
    connectedAt: connection.reused ? 'before' : connection.connectedAt,
    headAt: answer.headAt,
  };
}

function progressOf(connection: Connection, answer: Answer): Progress {
  if (answer.headAt !== null) return 'head';
  return connection.silent ? 'nothing' : 'bytes';
}
