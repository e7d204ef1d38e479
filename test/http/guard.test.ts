import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';

const PATHS = ['/dashboard', '/_emulator/deliveries'];
const ALL_PATHS = [...PATHS, '/s2s/v1/webhooks', '/order/ord_00000000001', '/redeem', '/assets/tokens.css'];
const config = { publicUrl: 'https://pay.example.com', allowedHosts: ['dev.example.com'] };

async function refused(path: string, headers: Record<string, string>, method: 'get' | 'post' = 'get') {
  const { status } = await request(createFixture({ config }).listener)[method](path).set(headers);
  return status === 403;
}

describe('the emulator', () => {
  it.each([
    ['localhost:4242', false],
    ['127.0.0.1:4242', false],
    ['[::1]:4242', false],
    ['192.168.1.20:4242', false],
    ['emulator:4242', false],
    ['app.localhost', false],
    ['host.docker.internal:4242', false],
    ['gateway.internal', false],
    ['laptop.local:4242', false],
    ['laptop.local.', false],
    ['evil.example.', true],
    ['internal.evil.example', true],
    ['1.2.3.4.nip.io', true],
    ['pay.example.com', false],
    ['DEV.example.com', false],
    ['evil.example', true],
    ['127.0.0.1.evil.example', true],
    ['localhost.evil.example:4242', true],
    ['a b', true],
  ])(
    'called by the host name %s is refused on every path: %s [requests.host-names]',
    async (host, expected) => {
      for (const path of ALL_PATHS) expect(await refused(path, { Host: host })).toBe(expected);
    },
  );

  it('names the setting that allows a host name', async () => {
    const { body } = await request(createFixture().listener)
      .get('/s2s/v1/webhooks')
      .set({ Host: 'evil.example' });
    expect(body.detail).toMatch(/"evil.example".*--allowed-hosts/);
  });

  it('answers in the form of the API that was called [requests.host-names]', async () => {
    const { listener } = createFixture();
    const [s2s, midaspay] = await Promise.all(
      ['/s2s/v1/webhooks', '/v1/mor/token/create'].map((path) =>
        request(listener).post(path).set({ Host: 'evil.example' }).send({}).expect(403),
      ),
    );
    expect(Object.keys(s2s?.body as object)).toEqual(['detail']);
    expect(midaspay?.body).toMatchObject({ name: 'NOT_AUTHORIZED', details: [], causes: [] });
  });

  it('refuses a request with two Host headers', async () => {
    const answer = await sentRaw(
      'GET /s2s/v1/webhooks HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('the dashboard and the control API', () => {
  it.each([
    [{ Origin: 'http://localhost:4242' }, false],
    [{ Origin: 'http://localhost:3000' }, true],
    [{ Origin: 'null' }, true],
    [{ Origin: 'https://evil.example' }, true],
    [{ 'Sec-Fetch-Site': 'cross-site' }, true],
    [{ 'Sec-Fetch-Site': 'same-site' }, true],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'http://localhost:4242' }, false],
    [{}, false],
  ])('changed with the headers %j are refused: %s', async (headers, expected) => {
    for (const path of PATHS) {
      expect(await refused(path, { Host: 'localhost:4242', ...headers }, 'post')).toBe(expected);
    }
  });
});

describe('a webhook that is aimed at the emulator itself', () => {
  it.each([
    { 'X-Aghanim-Signature': 'a1', 'X-Aghanim-Signature-Timestamp': '1' },
    { 'User-Agent': 'Aghanim/0.1.0' },
    { 'Txgw-Signature': 'a1' },
  ])('is refused by dashboard and control API: %j', async (headers) => {
    for (const path of ['/dashboard/sandbox/settings', '/_emulator/reset']) {
      expect(await refused(path, { Host: 'localhost:4242', ...headers }, 'post')).toBe(true);
    }
  });
});

describe('health checks', () => {
  it.each(['/livez', '/readyz'])('answer to any host name: %s', async (path) => {
    expect(await refused(path, { Host: 'whatever.example' })).toBe(false);
  });
});

describe('the S2S API', () => {
  it.each([
    [{}, false],
    [{ 'Sec-Fetch-Site': 'none' }, false],
    [{ Origin: 'http://localhost:4242' }, true],
    [{ Origin: 'https://evil.example' }, true],
    [{ Origin: 'null' }, true],
    [{ 'Sec-Fetch-Site': 'same-origin' }, true],
    [{ 'Sec-Fetch-Site': 'cross-site' }, true],
    [{ Origin: 'https://game.example', 'Sec-Fetch-Site': 'cross-site' }, false],
  ])('called with the headers %j is refused: %s', async (headers, expected) => {
    const { listener } = createFixture({ config: { allowedOrigins: ['https://game.example'] } });
    for (const method of ['get', 'post'] as const) {
      const call = request(listener)[method]('/s2s/v1/webhooks');
      const { status } = await call.set({ Host: 'localhost', ...headers });
      expect(status === 403).toBe(expected);
    }
  });
});

/** Sends bytes to the emulator and returns what it answers. */
async function sentRaw(bytes: string): Promise<string> {
  const server = createServer(createFixture().listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(bytes);
  const answer = await text(socket);
  server.close();
  return answer;
}
