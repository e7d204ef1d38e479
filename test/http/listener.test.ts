import { once } from 'node:events';
import { createServer, get, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { createFixture, SANDBOX_KEY } from '../support/fixture.ts';

vi.mock(import('../../src/http/app.ts'), { spy: true });

const AUTHORIZED = { Authorization: `Bearer ${SANDBOX_KEY}` };
const WRONG_KEY = { Authorization: 'Bearer s2s_wrong' };
const FOREIGN = { Origin: 'https://evil.example' };
const ORDER = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };

describe('the listener', () => {
  it.each([
    { name: 'no key', method: 'get', path: '/s2s/v1/orders/ord_none', headers: {}, status: 401 },
    {
      name: 'an unknown order',
      method: 'get',
      path: '/s2s/v1/orders/ord_none',
      headers: AUTHORIZED,
      status: 404,
    },
    { name: 'an unknown path', method: 'get', path: '/s2s/v1/nothing', headers: AUTHORIZED, status: 404 },
    { name: 'another method', method: 'put', path: '/s2s/v1/orders', headers: AUTHORIZED, status: 405 },
    { name: 'the bare mount point', method: 'get', path: '/s2s', headers: AUTHORIZED, status: 404 },
    { name: 'a mount point with a query', method: 'get', path: '/s2s?a=b', headers: AUTHORIZED, status: 404 },
    { name: 'a wrong body', method: 'post', path: '/s2s/v1/orders', headers: AUTHORIZED, status: 422 },
    { name: 'a list of the control API', method: 'get', path: '/_emulator/orders', headers: {}, status: 200 },
    { name: 'its unknown path', method: 'get', path: '/_emulator/nothing', headers: {}, status: 404 },
    { name: 'its bare mount point', method: 'get', path: '/_emulator', headers: {}, status: 404 },
    { name: 'its other method', method: 'put', path: '/_emulator/orders', headers: {}, status: 405 },
    { name: 'its wrong key', method: 'get', path: '/_emulator/orders', headers: WRONG_KEY, status: 401 },
    { name: 'its foreign page', method: 'post', path: '/_emulator/reset', headers: FOREIGN, status: 403 },
    { name: 'its half an escape', method: 'get', path: '/_emulator/orders/%zz', headers: {}, status: 404 },
  ] as const)('answers $name with JSON, also to a browser', async ({ method, path, headers, status }) => {
    const { listener } = createFixture();
    const client = request(listener);
    const answer = await client[method](path).set({ ...headers, Accept: 'text/html' });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  it.each([
    ['get', '/s2s/v1/ordres', 'Not found: GET /s2s/v1/ordres. The nearest path is /s2s/v1/orders.'],
    ['delete', '/s2s/v1/orders', 'Method not allowed: DELETE /s2s/v1/orders (allowed: POST).'],
    ['get', '/_emulator/order', 'Not found: GET /_emulator/order. The nearest path is /_emulator/orders.'],
    ['get', '/_emulator/no-such-thing', 'Not found: GET /_emulator/no-such-thing.'],
    ['put', '/_emulator/settings', 'Method not allowed: PUT /_emulator/settings (allowed: GET, PATCH).'],
    ['get', '/nothing', 'Not found: GET /nothing'],
  ] as const)('says what is wrong with %s %s', async (method, path, detail) => {
    const { listener } = createFixture();
    const { body } = await request(listener)[method](path).set('Authorization', AUTHORIZED.Authorization);
    expect(body).toEqual({ detail });
  });

  it('answers the health checks, whatever query or slash follows', async () => {
    const { listener } = createFixture();
    for (const path of ['/livez', '/livez/?from=here', '/readyz', '/readyz?probe=1']) {
      await request(listener).get(path).expect(200);
      await request(listener).head(path).expect(200);
    }
    await request(listener).post('/livez').expect(404);
    await request(listener).get('/s2sx/v1/orders').expect(404);
  });

  it('serves a client that sends the whole URL as the target, as to a proxy', async () => {
    const server = createServer(createFixture().listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        get({ port, path }, (res) => {
          res.resume();
          resolve(res.statusCode);
        }).on('error', reject);
      });
    expect(await ask('http://emulator.test/readyz?a=b')).toBe(200);
    expect(await ask('http://emulator.test/s2s/v1/orders/ord_none')).toBe(401);
    await new Promise((resolve) => server.close(resolve));
  });

  it('answers HEAD of the control API as GET, without the body', async () => {
    const { listener } = createFixture();
    const { status, text } = await request(listener).head('/_emulator/orders');
    expect([status, text]).toEqual([200, undefined]);
  });

  it('reads a query up to its end, whatever question marks are in it', async () => {
    const { listener } = createFixture();
    await request(listener).get('/s2s/v1/items?limit=2?odd=1').set(AUTHORIZED).expect(422);
    await request(listener).get('/_emulator/orders?limit=2?odd=1').expect(422);
  });

  it('answers 500 without the reason when the program itself fails', async () => {
    const { listener, domain } = createFixture();
    domain.store.transact = () => {
      throw new Error('broken');
    };
    const answer = await request(listener).post('/s2s/v1/orders').set(AUTHORIZED).send(ORDER);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('broken');
  });
});

describe('the app with the pages', () => {
  it('is made once, however many ask for it first', async () => {
    const { listener } = createFixture();
    vi.mocked(createApp).mockClear();
    const paths = ['/dashboard/sandbox', '/dashboard/live', '/redeem'];
    const waiting: (() => void)[] = [];
    const gathered: RequestListener = (req, res) => {
      waiting.push(() => {
        listener(req, res);
      });
      if (waiting.length === paths.length) for (const begin of waiting) begin();
    };
    const answers = await Promise.all(paths.map((path) => request(gathered).get(path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(createApp).toHaveBeenCalledTimes(1);
  });

  it('that cannot be made is tried again by the next request', async () => {
    const { listener } = createFixture();
    vi.mocked(createApp).mockImplementationOnce(() => {
      throw new Error('broken');
    });
    const failed = await request(listener).get('/dashboard/sandbox');
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain('broken');
    expect((await request(listener).get('/dashboard/sandbox')).status).toBe(200);
  });

  it('does not get the first request when its sender has gone', async () => {
    const { listener, domain } = createFixture();
    const subscribe = vi.spyOn(domain.store, 'onCommit');
    const gone: RequestListener = (req, res) => {
      void once(res, 'close').then(() => {
        listener(req, res);
      });
      req.socket.destroy();
    };
    await expect(request(gone).get('/dashboard/changes')).rejects.toThrow('socket hang up');
    expect((await request(listener).get('/dashboard/sandbox')).status).toBe(200);
    expect(subscribe).not.toHaveBeenCalled();
  });
});
