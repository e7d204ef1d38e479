import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isLoopback } from '../diagnosis/container.ts';
import { codeOf, describeFailure, SenderError } from '../diagnosis/failure.ts';
import type { Sender, TimerClock } from '../ports.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { TargetFilter, type WebhookTargets } from './targets.ts';
import { exchange, startDeadline, type Exchange } from './exchange.ts';

export interface SenderOptions {
  readonly clock: TimerClock;
  /** From the start of the connection to the last byte of the response, in milliseconds. Default 10,000. */
  readonly attemptTimeoutMs?: number;
  /** The host to connect to for `localhost` and other loopback hosts; the `Host` header does not change. */
  readonly loopbackHost?: string | null;
  /** Which addresses may be connected to, after name resolution. Default `any`. */
  readonly targets?: WebhookTargets;
  /** Whether this process runs in a container; used in hints. Default false. */
  readonly inContainer?: boolean;
}

/** A sender that can load what its first attempt needs ahead of time. */
export interface LoadableSender extends Sender {
  prepare(): Promise<void>;
  /** Sends in another way from the next attempt on, over new connections. */
  reconfigure(options: ReconfigurableOptions): void;
}

type ReconfigurableOptions = Pick<SenderOptions, 'attemptTimeoutMs' | 'loopbackHost' | 'targets'>;

/**
 * Sends webhook requests over HTTP/1.1. It follows no redirects, decompresses nothing and reads at most 64 KiB of a
 * response. `close` closes idle connections only; the sender can be used afterwards.
 *
 *     const sender = createSender({ clock: systemClock() });
 *     const { verdict } = await sender.send(request, new AbortController().signal);
 */
export function createSender(options: SenderOptions): LoadableSender {
  const { clock, inContainer = false } = options;
  let current: ReconfigurableOptions = options;
  let pool: ConnectionPool | null = null;

  // The first attempt loads undici: no other package would delay the start of the program as much.
  const openPool = async (): Promise<ConnectionPool> => {
    const { ConnectionPool: Pool } = await import('./connection-pool.ts');
    const { targets = 'any', loopbackHost = null } = current;
    return (pool ??= new Pool({
      now: () => clock.steady(),
      targets: new TargetFilter(targets),
      resolveHost: (hostname) => (loopbackHost !== null && isLoopback(hostname) ? loopbackHost : hostname),
    }));
  };

  const send: Sender['send'] = async (request, signal) => {
    const connections = pool ?? (await openPool());
    const { attemptTimeoutMs = 10_000, loopbackHost = null } = current;
    const { deliveryId, method, protocol, signatureShiftMs = 0 } = request;
    const [startedAt, begin] = [clock.now(), clock.steady()];
    const url = parseUrl(request.url);
    const body = Buffer.from(request.body);
    const headers = {
      Host: url?.host ?? '',
      'Content-Length': String(body.length),
      ...(await protocol.headers(request, startedAt + signatureShiftMs)),
    };
    const deadline = startDeadline(clock, attemptTimeoutMs, signal);
    const { response, received, timings, ...sent } = url
      ? await exchange(
          connections,
          url.origin,
          { method, path: url.pathname + url.search, headers, body },
          begin,
          deadline,
        )
      : notSent(request.url);
    deadline.clear();
    const failure = sent.failure && withoutDescriptors(sent.failure);
    const durationMs = clock.steady() - begin;
    const context = { hostname: url?.hostname ?? '', timeoutMs: attemptTimeoutMs, inContainer, loopbackHost };
    const { verdict, error, note } =
      response && !failure
        ? protocol.judge(request, headers, response)
        : {
            verdict: 'failed' as const,
            error: describeFailure(failure ?? noResponse(), received, context),
            note: null,
          };
    return {
      deliveryId,
      startedAt,
      durationMs,
      timings,
      request: { method, url: request.url, headers },
      response,
      error,
      note,
      verdict,
    };
  };

  return {
    send,
    prepare: async () => {
      await openPool();
    },
    reconfigure: (changed) => {
      current = changed;
      pool?.close();
      pool = null;
    },
    close: () => {
      pool?.close();
      return Promise.resolve();
    },
  };
}

/** Codes of a name that could not be resolved, among other reasons because no descriptor was left to ask with. */
const UNRESOLVED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_SYSTEM', 'EAI_FAIL', 'EAI_MEMORY']);

/** The resolver of the system does not say that it had no file descriptor, so this tries to get one. */
function withoutDescriptors(failure: Error): Error {
  if (!UNRESOLVED.has(codeOf(failure))) return failure;
  try {
    closeSync(openSync(devNull, 'r'));
    return failure;
  } catch {
    return new SenderError('SENDER_NO_DESCRIPTORS', `No file descriptor was left: ${failure.message}`);
  }
}

function parseUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

function noResponse(): SenderError {
  return new SenderError('SENDER_ABORTED', 'No response');
}

function notSent(url: string): Exchange {
  const failure = new SenderError('SENDER_INVALID_URL', `Not an http(s) URL: ${url}`);
  return { response: null, failure, received: 'nothing', timings: { connectMs: null, firstByteMs: null } };
}
