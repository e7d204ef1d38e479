import { isLoopback } from '../diagnosis/container.ts';
import { Ended } from '../diagnosis/failure.ts';
import { conclude, timingsOf } from '../diagnosis/verdict.ts';
import type { Clock, Sender } from '../ports.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { ConnectionOptions } from './connection.ts';
import { exchange, type Outcome, startDeadline } from './exchange.ts';
import { signedHeaders } from './signature.ts';

/** The connection pool, loaded by the first attempt: a start would spend more on undici than on any other package. */
export class LatePool {
  readonly #options: ConnectionOptions;
  #pool: ConnectionPool | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** `null` before `open`. */
  get opened(): ConnectionPool | null {
    return this.#pool;
  }

  /** Rejects when undici can't be loaded; another call tries again. */
  async open(): Promise<ConnectionPool> {
    const { ConnectionPool: Pool } = await import('./connection-pool.ts');
    return (this.#pool ??= new Pool(this.#options));
  }

  close(): void {
    this.#pool?.close();
  }
}

export interface SenderOptions {
  readonly clock: Clock;
  /** From the start of the connection to the last byte of the answer, in milliseconds. Default 10,000. */
  readonly attemptTimeoutMs?: number;
  /** The host to dial for `localhost` and other loopback hosts; the `Host` header stays as it is. */
  readonly loopbackHost?: string | null;
  /** Whether this process runs in a container, for the hints. Default false. */
  readonly inContainer?: boolean;
}

/**
 * Sends webhook requests over HTTP/1.1. Redirects are not followed, answers not decompressed and at most
 * 64 KiB of them read. `close` ends idle connections only; the sender can be used after it.
 *
 *     const sender = createSender({ clock: systemClock() });
 *     const { verdict } = await sender.send(shipment, new AbortController().signal);
 */
export function createSender(options: SenderOptions): Sender {
  const { clock, attemptTimeoutMs = 10_000, loopbackHost = null, inContainer = false } = options;
  const connections = new LatePool({
    now: () => clock.now(),
    resolveHost: (hostname) => (loopbackHost !== null && isLoopback(hostname) ? loopbackHost : hostname),
  });

  const send: Sender['send'] = async (shipment, signal) => {
    const pool = connections.opened ?? (await connections.open());
    const { method, secret } = shipment;
    const startedAt = clock.now();
    const url = parseUrl(shipment.url);
    const body = Buffer.from(shipment.body);
    const headers = {
      Host: url?.host ?? '',
      'Content-Length': String(body.length),
      ...signedHeaders(secret, body, startedAt),
    };
    const deadline = startDeadline(clock, attemptTimeoutMs, signal);
    const outcome = url
      ? await exchange(pool, url.origin, { method, path: url.pathname + url.search, headers, body }, deadline)
      : notSent(shipment.url);
    deadline.clear();
    const hostname = url?.hostname ?? '';
    return {
      startedAt,
      durationMs: clock.now() - startedAt,
      timings: timingsOf(outcome, startedAt),
      request: { method, url: shipment.url, headers },
      response: outcome.response,
      ...conclude({ shipment, timestamp: headers['X-Aghanim-Signature-Timestamp'] }, outcome, {
        hostname,
        timeoutMs: attemptTimeoutMs,
        inContainer,
        loopbackHost,
      }),
    };
  };

  return {
    send,
    close: () => {
      connections.close();
      return Promise.resolve();
    },
  };
}

function parseUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

function notSent(url: string): Outcome {
  const failure = new Ended('ENDED_INVALID_URL', `Not an http(s) URL: ${url}`);
  return { response: null, failure, progress: 'nothing', connectedAt: null, headAt: null };
}
