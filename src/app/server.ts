import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartFailure } from '../settings/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken; stop what uses it or choose another with --port (0 finds a free one)',
  EACCES: 'may not be used by this user; choose one above 1023 with --port',
  EADDRNOTAVAIL: 'is not an address of this machine; choose another with --host',
  ENOTFOUND: 'is not an address of this machine; choose another with --host',
};

export interface HttpServer {
  /** @throws StartFailure when the port can't be had. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new requests; ends those that stay open (event streams) too. */
  close(): Promise<void>;
}

export function createHttpServer(listener: RequestListener): HttpServer {
  const server = createServer(listener);
  return {
    listen: (port, host) => listen(server, port, host),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = REASONS[error.code ?? ''] ?? `can't be used (${error.code ?? error.message})`;
      reject(new StartFailure(`Port ${port} on ${host} ${reason}.`, { cause: error }));
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
