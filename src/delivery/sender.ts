import { ConnectionPool } from './connection-pool.ts';
import { startDeadline } from './deadline.ts';
import { exchange, type Outcome } from './exchange.ts';
import { describeFailure, Ended, type Circumstances } from './failure.ts';
import { hintForAnswer } from './hints.ts';
import { isLoopback } from './loopback.ts';
import type { AttemptResult, Clock, Sender, Shipment } from './ports.ts';
import { signedHeaders } from './signature.ts';
import { judge } from './verdict.ts';

export interface SenderOptions {
  readonly clock: Clock;
  /** From the start of the connection to the last byte of the answer, in milliseconds. Default 10,000. */
  readonly attemptTimeoutMs?: number;
  /** The host to dial for `localhost` and other loopback hosts; the `Host` header stays as it is. */
  readonly loopbackHost?: string | null;
  /** Whether this process runs in a container, for the hints. Default false. */
  readonly inContainer?: boolean;
}

type Sent = Omit<AttemptResult, 'nextAttemptAt'>;
type Conclusion = Pick<Sent, 'verdict' | 'error'>;

/**
 * Sends webhook requests over HTTP/1.1. Redirects are not followed, answers not decompressed and at most
 * 64 KiB of them read. `close` ends idle connections only; the sender can be used after it.
 *
 *     const sender = createSender({ clock: systemClock() });
 *     const { verdict } = await sender.send(shipment, new AbortController().signal);
 */
export function createSender(options: SenderOptions): Sender {
  const { clock, attemptTimeoutMs = 10_000, loopbackHost = null, inContainer = false } = options;
  const pool = new ConnectionPool({
    now: () => clock.now(),
    resolveHost: (hostname) => (loopbackHost !== null && isLoopback(hostname) ? loopbackHost : hostname),
  });

  const send = async (shipment: Shipment, signal: AbortSignal): Promise<Sent> => {
    const { method, secret } = shipment;
    const startedAt = clock.now();
    const url = parseUrl(shipment.url);
    const body = Buffer.from(shipment.body);
    const headers = {
      Host: url?.host ?? '',
      'Content-Length': String(body.length),
      ...signedHeaders(secret, shipment.body, startedAt),
    };
    const deadline = startDeadline(clock, attemptTimeoutMs, signal);
    const outcome = url
      ? await exchange(pool, url.origin, { method, path: url.pathname + url.search, headers, body }, deadline)
      : refused(shipment.url);
    deadline.clear();
    const circumstances = {
      hostname: url?.hostname ?? '',
      timeoutMs: attemptTimeoutMs,
      inContainer,
      loopbackHost,
    };
    return {
      startedAt,
      durationMs: clock.now() - startedAt,
      timings: timingsOf(outcome, startedAt),
      request: { method, url: shipment.url, headers },
      response: outcome.response,
      ...conclude(shipment, startedAt, outcome, circumstances),
    };
  };

  return {
    send,
    close: () => {
      pool.close();
      return Promise.resolve();
    },
  };
}

function parseUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : null;
}

function refused(url: string): Outcome {
  const failure = new Ended('ENDED_INVALID_URL', `Not an http(s) URL: ${url}`);
  return { response: null, failure, progress: 'nothing', connectedAt: null, headAt: null };
}

function timingsOf({ connectedAt, headAt }: Outcome, startedAt: number): Sent['timings'] {
  const since = (moment: number | null): number | null => (moment === null ? null : moment - startedAt);
  return { connectMs: connectedAt === 'before' ? 0 : since(connectedAt), firstByteMs: since(headAt) };
}

function conclude(
  shipment: Shipment,
  startedAt: number,
  { response, failure, progress }: Outcome,
  circumstances: Circumstances,
): Conclusion {
  if (failure || !response) {
    const reason = failure ?? new Ended('ENDED_ABORTED', 'No answer');
    return { verdict: 'failed', error: describeFailure(reason, progress, circumstances) };
  }
  const { verdict, hint } = judge(shipment.eventType, response.status, response.body);
  if (verdict !== 'failed') return { verdict, error: null };
  const signed = { shipment, timestamp: Math.floor(startedAt / 1000) };
  const error = {
    kind: 'http_status',
    message: `HTTP ${response.status}`,
    hint: hint ?? hintForAnswer(signed, response),
  };
  return { verdict, error };
}
