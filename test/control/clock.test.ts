import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, type EmulatorOptions } from '../../src/index.ts';
import { startReceiver } from '../support/rough-receiver.ts';

const SANDBOX = 's2s_sandbox_local';
const CARD = '4242424242424242';
const DISPUTED_CARD = '4000000000000267';
const HOUR = 3600;

interface Moved {
  readonly now: number;
  readonly mode: string;
  readonly signature_time: string;
  readonly timeline: readonly string[];
  readonly entries: readonly { readonly at: number; readonly order_id: string | null }[];
  readonly detail?: string;
}

/** The fields that the tests read of any answer. */
interface Answer extends Moved {
  readonly order_id: string;
  readonly status: string;
  readonly created_at: number;
  readonly key: string;
  readonly authorization_url: string;
  readonly data: readonly {
    readonly status: string;
    readonly attempts: readonly { readonly started_at: number }[];
  }[];
  readonly pending: readonly { readonly due_at: number }[];
  readonly planned: readonly unknown[];
}

async function run(options: EmulatorOptions = {}) {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  const emulator = await createEmulator({
    logLevel: 'silent',
    webhook: receiver.url,
    webhookSecret: 'whsec_of_the_test',
    ...options,
  });
  onTestFinished(() => emulator.stop());
  const { url } = await emulator.start();
  const call = async (path: string, body?: object, key = SANDBOX) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const method = body ? 'POST' : 'GET';
    const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const clock = (path = '', body?: object, key?: string) => call(`/_emulator/clock${path}`, body, key);
  const order = async (more: object = {}) => {
    const asked = { player_id: 'p', items: [{ sku: 'CRS-82500' }], ...more };
    const { body } = await call('/s2s/v1/orders', asked);
    return body.order_id;
  };
  const pay = (id: string, card = CARD) => call(`/_emulator/orders/${id}/pay`, { card });
  const status = async (id: string) => (await call(`/s2s/v1/orders/${id}`)).body.status;
  return { emulator, receiver, call, clock, order, pay, status };
}

describe('the clock of a game', () => {
  it('has the real time until it is changed', async () => {
    const { clock } = await run();
    const before = Math.floor(Date.now() / 1000);
    const { status, body } = await clock();
    expect(status).toBe(200);
    expect(body).toMatchObject({ mode: 'real', signature_time: 'real' });
    expect(body.now).toBeGreaterThanOrEqual(before);
    expect(body.now).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it('stands still while it is frozen, and goes on from there', async () => {
    const { clock } = await run();
    const { body: frozen } = await clock('', { mode: 'frozen' });
    expect(frozen.mode).toBe('frozen');
    const { body: advanced } = await clock('/advance', { by: '3d' });
    expect(advanced).toMatchObject({ now: frozen.now + 72 * HOUR, mode: 'frozen' });
    expect((await clock()).body.now).toBe(frozen.now + 72 * HOUR);
    const { body: running } = await clock('', { mode: 'real' });
    expect(running).toMatchObject({ mode: 'real' });
    expect(running.now).toBeGreaterThanOrEqual(frozen.now + 72 * HOUR);
  });

  it.each([
    ['90s', 90],
    ['15m', 900],
    ['24h', 24 * HOUR],
    ['3d', 72 * HOUR],
    [90, 90],
    ['90', 90],
    [0, 0],
  ])('moves forward by %j', async (by, seconds) => {
    const { clock } = await run();
    const { body } = await clock('', { mode: 'frozen' });
    expect((await clock('/advance', { by })).body.now).toBe(body.now + seconds);
  });

  it.each([
    { by: -1 },
    { by: '-3d' },
    { by: '3 days' },
    { by: '1h30m' },
    { by: 'h' },
    { by: '99999999d' },
    { by: null },
    { by: 1e300 },
    {},
    { by: '3d', to: 4_000_000_000 },
    { to: 1000 },
    { to: 'tomorrow' },
    { to: '2026-13-01' },
    { to: 253_402_300_800 },
    { by: 1, unit: 'd' },
  ])('does not move by %j', async (body) => {
    const { clock } = await run();
    expect((await clock('/advance', body)).status).toBe(422);
    expect((await clock()).body.now).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it('goes on at the real rate after it was advanced', async () => {
    const { clock, order, call } = await run();
    await clock('/advance', { by: '24h' });
    const ahead = (await clock()).body.now - Date.now() / 1000;
    expect(Math.abs(ahead - 24 * HOUR)).toBeLessThan(2);
    const { body } = await call(`/s2s/v1/orders/${await order()}`);
    expect(body.created_at).toBeGreaterThanOrEqual((await clock()).body.now - 2);
  });

  it.each([
    ['Unix seconds', 4_000_000_000],
    ['ISO 8601', '2096-10-02T07:06:40Z'],
    ['ISO 8601 without an offset, which is UTC', '2096-10-02T07:06:40'],
    ['ISO 8601 with an offset', '2096-10-02T09:06:40+02:00'],
  ])('is set to %s', async (_, to) => {
    const { clock } = await run();
    await clock('', { mode: 'frozen' });
    expect((await clock('/set', { to })).body).toMatchObject({ now: 4_000_000_000, mode: 'frozen' });
  });

  it('is set back only while the game has no orders', async () => {
    const { clock, order, call } = await run();
    await clock('', { mode: 'frozen' });
    expect((await clock('/set', { to: '2020-01-01' })).body.now).toBe(1_577_836_800);
    await order();
    const { status, body } = await clock('/set', { to: '2019-01-01' });
    expect(status).toBe(409);
    expect(body.detail).toContain('has orders');
    await call('/_emulator/reset', {});
    expect((await clock('/set', { to: '2019-01-01' })).status).toBe(200);
  });

  it('is that of its game alone, and a reset gives it the real time again', async () => {
    const { clock, call } = await run();
    const { body: game } = await call('/_emulator/games', {});
    await clock('/advance', { by: '24h' });
    expect((await clock('', undefined, game.key)).body.now).toBeLessThanOrEqual(Date.now() / 1000);
    await clock('', { mode: 'frozen', signature_time: 'virtual' });
    await call('/_emulator/reset', {});
    const { body } = await clock();
    expect(body).toMatchObject({ mode: 'real', signature_time: 'real' });
    expect(body.now).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it('decides when an order expires: at expires_at itself it has expired [orders.expires-at-itself]', async () => {
    const { clock, order, pay, call } = await run();
    const { body: start } = await clock('', { mode: 'frozen' });
    const id = await order({ expires_at: start.now + HOUR });
    expect((await clock('/advance', { by: HOUR - 1 })).body.timeline).not.toContain('order.expired');
    const { body } = await clock('/advance', { by: 1 });
    expect(body.timeline).toEqual(['order.expired']);
    expect(body.entries).toMatchObject([{ at: start.now + HOUR, order_id: id }]);
    expect((await pay(id)).status).toBe(409);
    expect((await call(`/_emulator/orders/${id}?wait=status:paid`)).status).toBe(409);
    expect((await clock('/advance', { by: '3d' })).body.timeline).toEqual([]);
  });

  it('decides when a login token expires, and leaves those of other games alone', async () => {
    const { clock, call } = await run();
    const { body: other } = await call('/_emulator/games', {});
    const tokenOf = async (key?: string) => {
      const asked = { player_id: 'p' };
      const { body } = await call('/s2s/v1/users/authorize', asked, key);
      return new URL(body.authorization_url).searchParams.get('token');
    };
    const logIn = (token: string | null, key?: string) =>
      call('/s2s/v1/users/authenticate', { token }, key).then(({ status }) => status);
    const [old, kept] = [await tokenOf(), await tokenOf(other.key)];
    await clock('/advance', { by: '1h' });
    await tokenOf();
    expect(await logIn(old)).toBe(422);
    expect(await logIn(kept, other.key)).toBe(200);
  });
});

it('the clock of a game survives a restart, with what it makes due', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'clock-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const first = await run({ dataDir, ephemeral: false, retrySchedule: '3600' });
  first.receiver.always({ status: 500 });
  const { body: start } = await first.clock('', { mode: 'frozen', signature_time: 'virtual' });
  await first.pay(await first.order());
  await first.clock('/advance', { by: '30m' });
  await first.emulator.stop();
  const { receiver, clock } = await run({ dataDir, ephemeral: false, webhook: first.receiver.url });
  expect((await clock()).body).toEqual({
    now: start.now + HOUR / 2,
    mode: 'frozen',
    signature_time: 'virtual',
  });
  expect((await clock('/advance', { by: '29m' })).body.timeline).toEqual([]);
  expect((await clock('/advance', { by: '1m' })).body.timeline).toEqual(['item.add 500']);
  expect(receiver.requests).toHaveLength(0);
  expect(first.receiver.requests).toHaveLength(2);
});

describe('advancing the clock', () => {
  it('makes three days of retries and an expiry in order, and answers with them', async () => {
    const delays = [60, 3600, 6 * HOUR, 12 * HOUR, 24 * HOUR, 28 * HOUR];
    const { receiver, clock, order, pay } = await run({ retrySchedule: delays.join() });
    receiver.always({ status: 500 });
    const { body: start } = await clock('', { mode: 'frozen' });
    await order({ expires_at: start.now + 24 * HOUR });
    await pay(await order());
    receiver.answer(...Array.from({ length: 6 }, () => ({ status: 500 })), { status: 200 });
    const before = performance.now();
    const { status, body } = await clock('/advance', { by: '3d' });
    const took = performance.now() - before;
    expect(status).toBe(200);
    expect(body.timeline).toContain('order.expired');
    expect(body.timeline.find((text) => text.startsWith('item.add'))).toMatch(/^item\.add (500 ){5,6}200$/);
    expect(body.now).toBe(start.now + 72 * HOUR);
    const bodies = receiver.requests.map(({ text }) => JSON.parse(text) as { event_id: string });
    expect(new Set(bodies.map(({ event_id: id }) => id)).size).toBe(1);
    expect(bodies).toHaveLength(7);
    expect(took).toBeLessThan(30_000);
  });

  it('keeps the delays of the schedule to the second while the clock is frozen', async () => {
    const { receiver, clock, order, pay, call } = await run({ retrySchedule: '60,3600,0.5' });
    receiver.always({ status: 500 });
    const { body: start } = await clock('', { mode: 'frozen' });
    await pay(await order());
    await clock('/advance', { by: '2h' });
    const { body } = await call('/_emulator/deliveries');
    expect(body.data[0]?.status).toBe('exhausted');
    const times = body.data[0]?.attempts.map(({ started_at: at }) => at - start.now);
    expect(times).toEqual([0, 60, 3660, 3660]);
  });

  it('attempts nothing before it is due', async () => {
    const { receiver, clock, order, pay, call } = await run({ retrySchedule: '3600' });
    receiver.always({ status: 500 });
    await clock('', { mode: 'frozen' });
    await pay(await order());
    await clock('/advance', { by: '59m' });
    expect(receiver.requests).toHaveLength(1);
    const { status, body } = await call('/_emulator/deliveries?wait=settled&timeout_ms=0');
    expect([status, body.pending.length]).toEqual([409, 1]);
    await clock('/advance', { to: body.pending[0]?.due_at });
    expect(receiver.requests).toHaveLength(2);
  });

  it('plans the expiry of an order until that has passed', async () => {
    const { clock, order, call } = await run({});
    await clock('', { mode: 'frozen' });
    const id = await order();
    const plans = async () => {
      const { body } = await call(`/_emulator/orders/${id}?wait=granting:granted&timeout_ms=0`);
      return body.planned;
    };
    expect(await plans()).toMatchObject([{ kind: 'expiry', order_id: id }]);
    await clock('/advance', { by: '3d' });
    expect(await plans()).toEqual([]);
  });

  it('opens disputes and decides them', async () => {
    const { clock, order, pay, call } = await run({ disputeDelayMs: 5 * HOUR * 1000 });
    await clock('', { mode: 'frozen' });
    const id = await order();
    await pay(id, DISPUTED_CARD);
    const waiting = await call(`/_emulator/orders/${id}?wait=status:canceled&timeout_ms=0`);
    expect(waiting.body.planned).toMatchObject([{ kind: 'dispute', order_id: id }]);
    const { body: first } = await clock('/advance', { by: '5h' });
    expect(first.timeline).toContain('dispute');
    const { body: second } = await clock('/advance', { by: '5h' });
    expect(second.timeline).toMatchObject(
      expect.arrayContaining([expect.stringMatching(/^dispute-(won|lost)$/)]) as string[],
    );
  });

  it('does not wait for a webhook that is paused', async () => {
    const delays = Array.from({ length: 20 }, () => HOUR);
    const { receiver, clock, order, pay } = await run({
      retrySchedule: delays.join(),
      pauseWebhookAfterMs: 2 * HOUR * 1000,
    });
    receiver.always({ status: 500 });
    await clock('', { mode: 'frozen' });
    await pay(await order());
    const { status, body } = await clock('/advance', { by: '15h' });
    expect([status, body.timeline]).toEqual([200, ['item.add 500 500 500']]);
  });

  it('happens once for each of two requests at the same time', async () => {
    const { clock } = await run();
    const { body: start } = await clock('', { mode: 'frozen' });
    const both = await Promise.all([clock('/advance', { by: '1h' }), clock('/advance', { by: '1h' })]);
    expect(both.map(({ body }) => body.now - start.now)).toEqual([HOUR, 2 * HOUR]);
  });

  it('says where the clock stopped when attempts do not end in time', async () => {
    const { receiver, clock, order, pay } = await run();
    receiver.always(() => new Promise(() => undefined));
    await clock('', { mode: 'frozen' });
    await pay(await order());
    const { status, body } = await clock('/advance', { by: '3d', timeout_ms: 50 });
    expect(status).toBe(409);
    expect(body.detail).toMatch(/^The clock stopped at 20.+: 1 attempts? .+ under way/);
  });

  it('ends when the game is reset', async () => {
    const { receiver, clock, order, pay, call } = await run();
    receiver.always(() => new Promise(() => undefined));
    await pay(await order());
    await receiver.received(1);
    const advancing = clock('/advance', { by: '3d' });
    await call('/_emulator/orders');
    await call('/_emulator/reset', {});
    expect(await advancing).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('reset') as string },
    });
  });
});

describe('the signature of a webhook', () => {
  const isValid = ({ headers, text }: { headers: Readonly<Record<string, string>>; text: string }) => {
    const timestamp = headers['x-aghanim-signature-timestamp'] ?? '';
    const expected = createHmac('sha256', 'whsec_of_the_test').update(`${timestamp}.${text}`).digest('hex');
    return headers['x-aghanim-signature'] === expected;
  };

  it('has the real time while the body has the time of the game', async () => {
    const { receiver, clock, order, pay } = await run();
    await clock('/advance', { by: '3d' });
    await pay(await order());
    const [request] = await receiver.received(1);
    const timestamp = Number(request?.headers['x-aghanim-signature-timestamp']);
    expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(60);
    const body = JSON.parse(request?.text ?? '{}') as { event_time: number };
    expect(body.event_time - timestamp).toBeGreaterThan(72 * HOUR - 60);
    expect(request && isValid(request)).toBe(true);
  });

  it('has the time of the game with signature_time virtual', async () => {
    const { receiver, clock, order, pay } = await run();
    const { body } = await clock('', { mode: 'frozen', signature_time: 'virtual' });
    await clock('/advance', { by: '3d' });
    await pay(await order());
    const [request] = await receiver.received(1);
    expect(Number(request?.headers['x-aghanim-signature-timestamp'])).toBe(body.now + 72 * HOUR);
    expect(request && isValid(request)).toBe(true);
  });
});
