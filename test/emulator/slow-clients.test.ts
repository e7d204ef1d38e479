import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer, type ServerLimits } from '../../src/app/server.ts';

const PATIENT: ServerLimits = {
  headersTimeout: 60_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 20,
  unreadTimeout: 60_000,
};

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Connects to a server with these limits and sends the bytes. */
async function sent(
  bytes: string,
  limits: Partial<ServerLimits>,
  listener: RequestListener,
): Promise<Socket> {
  const server = createHttpServer(listener, (key) => key, { ...PATIENT, ...limits });
  servers.push(server);
  const port = await server.listen(0, '127.0.0.1');
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('a client', () => {
  it('that never ends its body gets 408', async () => {
    const half = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf';
    const socket = await sent(half, { headersTimeout: 50, requestTimeout: 50 }, (req) => {
      req.on('error', () => undefined).resume();
    });
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that reads nothing of a large answer is disconnected', async () => {
    let answered: (answer: ServerResponse) => void = () => undefined;
    const closed = new Promise<ServerResponse>((resolve) => (answered = resolve));
    const socket = await sent(GET, { unreadTimeout: 50 }, (_req, res) => {
      res.once('close', () => {
        answered(res);
      });
      res.end('x'.repeat(64 * 1024 * 1024));
    });
    socket.on('error', () => undefined).pause();
    expect((await closed).req.socket.destroyed).toBe(true);
    socket.destroy();
  });

  it('that waits for a late answer is not', async () => {
    let timeouts = 0;
    const socket = await sent(GET, { unreadTimeout: 20 }, (req, res) => {
      req.socket.on('timeout', () => {
        timeouts += 1;
        if (timeouts === 3) res.writeHead(200, { Connection: 'close' }).end('late');
      });
    });
    expect(await text(socket)).toContain('late');
  });
});
