import { codeOf, SenderError, type ReceivedPart } from '../diagnosis/failure.ts';
import type { AttemptResult, TimerClock } from '../ports.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Connection, HttpRequest } from './connection.ts';
import { ResponseReader } from './response.ts';

export interface Deadline {
  /** Resolves when the time is up or the signal aborts; never rejects. */
  readonly reached: Promise<SenderError>;
  clear(): void;
}

/**
 * Starts the time limit of a whole attempt. It runs on the given clock, as no timeout of undici could, and a change of
 * the time of day leaves it alone.
 */
export function startDeadline(clock: TimerClock, timeoutMs: number, signal: AbortSignal): Deadline {
  let resolve!: (reason: SenderError) => void;
  const reached = new Promise<SenderError>((resolveReached) => (resolve = resolveReached));
  const onAbort = (): void => {
    resolve(new SenderError('SENDER_ABORTED', 'Aborted'));
  };
  const cancel = clock.callAfter(timeoutMs, () => {
    resolve(new SenderError('SENDER_TIMEOUT', 'Timeout'));
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    reached,
    clear: () => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** What came of sending a request over a connection. */
export interface Exchange extends Pick<AttemptResult, 'response' | 'timings'> {
  readonly failure: Error | null;
  readonly received: ReceivedPart;
}

/** Error codes of a request on a kept connection that the receiver has closed. */
const CLOSED_CODES = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/**
 * Sends a request and waits for the response or the deadline. If a kept connection turns out to be closed (the
 * receiver may have restarted), the request is sent once more on a new one, within the same attempt. `startedAt` is
 * the start of the attempt, by the steady time.
 */
export async function exchange(
  pool: ConnectionPool,
  origin: string,
  request: HttpRequest,
  startedAt: number,
  deadline: Deadline,
): Promise<Exchange> {
  const connection = pool.take(origin);
  const result = await exchangeOn(connection, pool, request, startedAt, deadline);
  if (!result.failure || !CLOSED_CODES.has(codeOf(result.failure))) return result;
  if (!connection.reused || connection.hasReceived) return result;
  return exchangeOn(pool.open(origin), pool, request, startedAt, deadline);
}

async function exchangeOn(
  connection: Connection,
  pool: ConnectionPool,
  request: HttpRequest,
  startedAt: number,
  deadline: Deadline,
): Promise<Exchange> {
  const reader = new ResponseReader(pool.now);
  connection.request(request, reader);
  const failure = await Promise.race([reader.finished, deadline.reached]);
  if (reader.isComplete) pool.giveBack(connection);
  else connection.destroy();
  const { headersAt, response } = reader;
  const sinceStart = (time: number | null): number | null => (time === null ? null : time - startedAt);
  return {
    response,
    failure,
    received: receivedPart(connection, reader),
    timings: {
      connectMs: connection.reused ? 0 : sinceStart(connection.connectedAt),
      firstByteMs: sinceStart(headersAt),
    },
  };
}

function receivedPart(connection: Connection, reader: ResponseReader): ReceivedPart {
  if (reader.headersAt !== null) return 'headers';
  return connection.hasReceived ? 'bytes' : 'nothing';
}
