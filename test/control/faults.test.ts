import { afterEach, expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';

const SANDBOX = 's2s_sandbox_local';
const LIVE = 's2s_live_local';
const ORDER = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function run() {
  const emulator = await createEmulator({ ephemeral: true, logLevel: 'silent' });
  open.push(() => emulator.stop());
  const { url } = await emulator.start();
  const send = (path: string, body?: object, key = SANDBOX, method = body ? 'POST' : 'GET') =>
    fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const json = async (path: string, body?: object, key = SANDBOX, method?: string) =>
    (await (await send(path, body, key, method)).json()) as Record<string, unknown>;
  const fail = (...answers: unknown[]) =>
    json('/_emulator/faults', { operation: 'POST /v1/orders', answers });
  const order = () => send('/s2s/v1/orders', ORDER);
  const orders = async () => (await json('/_emulator/orders'))['total'];
  return { send, json, fail, order, orders };
}

it('faults are consumed in order, and only by their operation and game', async () => {
  const { send, fail, order, orders } = await run();
  await fail(503, { status: 429, retry_after: 1, body: { detail: 'slow down' } }, 'ok', 500);
  expect((await send('/s2s/v1/orders', ORDER, LIVE)).status).toBe(201);
  expect((await send('/s2s/v1/webhooks')).status).toBe(200);
  expect((await order()).status).toBe(503);
  const limited = await order();
  expect([limited.status, limited.headers.get('retry-after'), await limited.json()]).toEqual([
    429,
    '1',
    { detail: 'slow down' },
  ]);
  expect(await orders()).toBe(0);
  expect((await order()).status).toBe(201);
  expect((await order()).status).toBe(500);
  expect((await order()).status).toBe(201);
  expect(await orders()).toBe(2);
});

it('reset breaks the connection before any work, lost_after_commit after it', async () => {
  const { fail, order, orders } = await run();
  await fail('reset', 'lost_after_commit');
  await expect(order()).rejects.toThrow();
  expect(await orders()).toBe(0);
  await expect(order()).rejects.toThrow();
  expect(await orders()).toBe(1);
});

it('malformed does the work and answers 2xx with broken JSON', async () => {
  const { fail, order, orders } = await run();
  await fail('malformed');
  const answer = await order();
  expect(answer.status).toBe(201);
  await expect(answer.json()).rejects.toThrow();
  expect(await orders()).toBe(1);
});

it('delay_ms does the work and answers late', async () => {
  const { fail, order, orders } = await run();
  await fail({ delay_ms: 50 });
  const before = performance.now();
  expect((await order()).status).toBe(201);
  expect(performance.now() - before).toBeGreaterThan(45);
  expect(await orders()).toBe(1);
});

it('what was not consumed is listed, and told by a reset and by the deletion of the game', async () => {
  const { json, fail } = await run();
  await fail(503, 'ok');
  const left = [{ operation: 'POST /v1/orders', answers: [503, 'ok'] }];
  expect(await json('/_emulator/faults')).toEqual({ data: left, total: 1 });
  expect(await json('/_emulator/reset', {})).toEqual({ unconsumed_faults: left });
  expect(await json('/_emulator/faults')).toEqual({ data: [], total: 0 });
  const game = (await json('/_emulator/games', {})) as { game_id: string; key: string };
  const faults = { operation: 'GET /s2s/v1/orders/{order_id}', answers: ['reset'] };
  await json('/_emulator/faults', faults, game.key);
  expect(await json(`/_emulator/games/${game.game_id}`, undefined, SANDBOX, 'DELETE')).toEqual({
    unconsumed_faults: [{ operation: 'GET /v1/orders/{order_id}', answers: ['reset'] }],
  });
});

it('an operation that does not exist and an unknown fault are refused', async () => {
  const { send } = await run();
  const wrong = await send('/_emulator/faults', { operation: 'POST /v1/order', answers: [503] });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('Did you mean \\"POST /v1/orders\\"?');
  for (const answer of ['explode', 42, { delay_ms: -1 }, { status: 503, later: 1 }]) {
    const { status } = await send('/_emulator/faults', { operation: 'POST /v1/orders', answers: [answer] });
    expect(status).toBe(422);
  }
});
