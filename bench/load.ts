import autocannon from 'autocannon';
import { HEADERS } from './api.ts';
import type { Server } from './server.ts';
import { quantile } from './statistics.ts';

/** What one turn under load gave. Latencies are milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** What a request costs the server in processor time, in microseconds: other processes hardly change that. */
  readonly cpu: number;
}

export interface Target {
  readonly server: Server;
  /** Each connection asks for them in turn. */
  readonly requests: readonly {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly body?: string;
  }[];
}

/** As many requests as the connections can make, for so many seconds. An answer other than 2xx is an error. */
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
    throw new Error(`${server.url}: ${result.non2xx} answers other than 2xx, ${result.errors} errors`);
  }
  return {
    perSecond: latencies.length / elapsed,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpu: ((server.cpuMs - cpuBefore) * 1000) / latencies.length,
  };
}
