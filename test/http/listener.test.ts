import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import request from 'supertest';
import { describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { createFixture, SANDBOX_KEY } from '../support/fixture.ts';

vi.mock(import('../../src/http/app.ts'), { spy: true });

const AUTHORIZED = { Authorization: `Bearer ${SANDBOX_KEY}` };
const WRONG_KEY = { Authorization: 'Bearer s2s_wrong' };
const FOREIGN = { Origin: 'https://evil.example' };
const ORDER = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };

function call(way: RequestListener, method: 'get' | 'post' | 'put', path: string) {
  return request(way)[method](path);
}

describe('the short way to the APIs', () => {
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
    { name: 'a wrong body', method: 'post', path: '/s2s/v1/orders', headers: AUTHORIZED, status: 422 },
    { name: 'a list of the control API', method: 'get', path: '/_emulator/orders', headers: {}, status: 200 },
    { name: 'its unknown path', method: 'get', path: '/_emulator/nothing', headers: {}, status: 404 },
    { name: 'its bare mount point', method: 'get', path: '/_emulator', headers: {}, status: 404 },
    { name: 'its other method', method: 'put', path: '/_emulator/orders', headers: {}, status: 405 },
    { name: 'its wrong key', method: 'get', path: '/_emulator/orders', headers: WRONG_KEY, status: 401 },
    { name: 'its foreign page', method: 'post', path: '/_emulator/reset', headers: FOREIGN, status: 403 },
    { name: 'its half an escape', method: 'get', path: '/_emulator/orders/%zz', headers: {}, status: 404 },
  ] as const)('answers $name as the app does', async ({ method, path, headers, status }) => {
    const { app, listener } = createFixture();
    const [long, short] = await Promise.all(
      [app, listener].map((way) => call(way, method, path).set({ ...headers, Accept: 'text/html' })),
    );
    expect(short?.status).toBe(status);
    expect(short?.text).toBe(long?.text);
    const { date: _short, ...heads } = short?.headers ?? {};
    const { date: _long, ...wanted } = long?.headers ?? {};
    expect(heads).toEqual(wanted);
  });

  it('reads a query up to its end, whatever question marks are in it', async () => {
    const { listener } = createFixture();
    await request(listener).get('/s2s/v1/items?limit=2?odd=1').set(AUTHORIZED).expect(422);
    await request(listener).get('/_emulator/orders?limit=2?odd=1').expect(422);
  });

  it('leads to the same orders', async () => {
    const { app, listener } = createFixture();
    const created = await request(listener).post('/s2s/v1/orders').set(AUTHORIZED).send(ORDER);
    expect(created.status).toBe(201);
    const { order_id: id } = created.body as { order_id: string };
    const [long, short] = await Promise.all(
      [app, listener].map((way) => request(way).get(`/s2s/v1/orders/${id}`).set(AUTHORIZED)),
    );
    expect(short?.body).toMatchObject({ id, status: 'created' });
    expect({ ...short?.body, checkout_url: '' }).toEqual({ ...long?.body, checkout_url: '' });
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

describe('the app', () => {
  it('answers everything else', async () => {
    const { listener } = createFixture();
    expect((await request(listener).get('/livez/?from=here')).status).toBe(200);
    expect((await request(listener).get('/s2sx/v1/orders')).status).toBe(404);
  });

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
