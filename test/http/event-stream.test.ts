import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { givenOrder } from '../support/orders.ts';
import { createFixture } from '../support/fixture.ts';

const STREAM = 'GET /dashboard/changes HTTP/1.1\r\nHost: localhost\r\n\r\n';
const fixture = createFixture();
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listening(): Promise<number> {
  const server = createServer(fixture.listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

describe('event streams', () => {
  it('that are pipelined and reset leave the server running, and nothing writes to them', async () => {
    const port = await listening();
    for (let round = 0; round < 5; round += 1) {
      const socket = await opened(port);
      socket.on('error', () => undefined);
      socket.write(STREAM.repeat(20));
      await once(socket, 'data');
      socket.resetAndDestroy();
      await once(socket, 'close');
      givenOrder(fixture);
    }
    await request(fixture.listener).get('/livez').expect(200);
    expect(fixture.eventStreams.open).toBe(0);
  });

  it('answer HEAD without a stream', async () => {
    await request(fixture.listener).head('/dashboard/changes').expect(200);
  });

  it('are limited in number', async () => {
    const port = await listening();
    const sockets: Socket[] = [];
    for (let count = 0; count < 256; count += 1) {
      const socket = await opened(port);
      sockets.push(socket);
      socket.write(STREAM);
      await once(socket, 'data');
    }
    await request(fixture.listener).get('/dashboard/changes').expect(503).expect('Retry-After', '5');
    for (const socket of sockets) socket.destroy();
  });
});
