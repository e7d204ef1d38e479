import autocannon from 'autocannon';
import { setTimeout as pause } from 'node:timers/promises';
import { HEADERS } from './api.ts';
import { quantile } from './rounds.ts';
import type { Server } from './server.ts';

/** Starts `work` on each item at a steady rate per second, however long earlier ones take. Resolves after the last. */
export async function atRate<T>(
  rate: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const started: Promise<void>[] = [];
  while (started.length < items.length) {
    const due = Math.min(items.length, Math.ceil(((performance.now() - startedAt) * rate) / 1000));
    for (const item of items.slice(started.length, due)) started.push(work(item));
    await pause(1);
  }
  await Promise.all(started);
}

/** The result of one measurement under load. Latencies are milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** What a request costs the server in processor time, in microseconds: other processes hardly change that. */
  readonly cpu: number;
}

export interface Target {
  readonly server: Server;
  /** Each connection sends them in this order, repeatedly. */
  readonly requests: readonly {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly body?: string;
  }[];
}

/** Sends as many requests as the connections can for this many seconds. @throws Error after a response other than 2xx. */
export async function loadFor(
  seconds: number,
  connections: number,
  { server, requests }: Target,
): Promise<Load> {
  const cpuBefore = server.cpuMs;
  const latencies: number[] = [];
  const startedAt = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      { url: server.url, connections, duration: seconds, headers: HEADERS, requests: [...requests] },
      (error: Error | null, done) => {
        if (error) reject(error);
        else resolve(done);
      },
    );
    // autocannon's own percentiles are whole milliseconds.
    instance.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
  });
  const elapsed = (performance.now() - startedAt) / 1000;
  if (result.non2xx + result.errors > 0) {
    throw new Error(`${server.url}: ${result.non2xx} responses other than 2xx, ${result.errors} errors`);
  }
  return {
    perSecond: latencies.length / elapsed,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpu: ((server.cpuMs - cpuBefore) * 1000) / latencies.length,
  };
}
