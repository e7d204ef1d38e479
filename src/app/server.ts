import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartFailure } from '../settings/errors.ts';
import type { SettingNames } from '../settings/validate.ts';

const REASONS: Readonly<Record<string, (names: SettingNames) => string>> = {
  EADDRINUSE: (names) =>
    `is in use; stop the process that uses it or choose another port with ${names('port')} (0 takes a free one)`,
  EACCES: (names) => `needs more rights than this user has; choose a port above 1023 with ${names('port')}`,
  EADDRNOTAVAIL: notAnAddress,
  ENOTFOUND: notAnAddress,
};

function notAnAddress(names: SettingNames): string {
  return `is not an address of this machine; choose another with ${names('host')}`;
}

/** How long a client may take for its headers and for its whole request, in milliseconds. */
const LIMITS = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 };

/** A connection on which nothing moves for so long is closed: its client does not read the response. */
const IDLE_CONNECTION_MS = 120_000;

export interface HttpServer {
  /** @throws StartFailure when the port cannot be used. */
  listen(port: number, host: string): Promise<number>;
  /** Accepts no new requests and ends all connections, event streams too. */
  close(): Promise<void>;
}

export function createHttpServer(listener: RequestListener, names: SettingNames): HttpServer {
  const server = createServer(LIMITS, listener);
  server.setTimeout(IDLE_CONNECTION_MS);
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          const code = error.code ?? error.message;
          const reason = REASONS[code]?.(names) ?? `cannot be used (${code})`;
          reject(new StartFailure(`Port ${port} on ${host} ${reason}.`, { cause: error }));
        });
        server.listen(port, host, () => {
          resolve((server.address() as AddressInfo).port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
