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

/** How long clients may take, in milliseconds. */
export interface ServerLimits {
  readonly headersTimeout: number;
  /** For the whole request, its body included. */
  readonly requestTimeout: number;
  readonly connectionsCheckingInterval: number;
  /** A client that reads nothing of its answer for so long is disconnected. */
  readonly unreadTimeout: number;
}

const LIMITS: ServerLimits = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5000,
  unreadTimeout: 120_000,
};

export interface HttpServer {
  /** @throws StartFailure when the port cannot be used. */
  listen(port: number, host: string): Promise<number>;
  /** Accepts no new requests and ends all connections, event streams too. */
  close(): Promise<void>;
}

export function createHttpServer(
  listener: RequestListener,
  names: SettingNames,
  { unreadTimeout, ...limits }: ServerLimits = LIMITS,
): HttpServer {
  const server = createServer(limits, listener);
  server.setTimeout(unreadTimeout, (socket) => {
    // An answer may be late because it was asked to wait. The other limits are for connections without a request.
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(unreadTimeout);
  });
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
