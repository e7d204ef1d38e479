import { Answer } from './answer.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Connection, WireRequest } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { codeOf, type Progress } from './failure.ts';
import type { AttemptResponse } from './ports.ts';

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
