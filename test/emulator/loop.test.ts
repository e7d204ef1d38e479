import { createHmac } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/rough-receiver.ts';

const SECRET = 'whsec_known_before_start';
const DECLINED = { status: 400, body: { status: 'error', code: 'declined', message: 'banned' } };
const FAST = '0.01,0.01,0.01';

const openThings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

interface Running {
  readonly emulator: Emulator;
  readonly url: string;
  readonly receiver: Receiver;
}

async function run(settings: EmulatorOptions = {}, given?: Receiver): Promise<Running> {
  const receiver = given ?? (await startReceiver());
  if (!given) openThings.push(() => receiver.close());
  const emulator = await createEmulator({
    webhook: `${receiver.url}/webhook`,
    webhookSecret: SECRET,
    retrySchedule: FAST,
    logLevel: 'silent',
    ...settings,
  });
  openThings.push(() => emulator.stop());
  const { url } = await emulator.start();
  return { emulator, url, receiver };
}

async function call(url: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const init = body && { method: 'POST', body: JSON.stringify(body) };
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  const answer = await fetch(url + path, { headers, ...init });
  return { http: answer.status, ...((await answer.json()) as object) };
}

async function payNewOrder(url: string, card = '4242424242424242'): Promise<string> {
  const body = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };
  const { order_id: id } = (await call(url, '/s2s/v1/orders', body)) as { order_id: string };
  await call(url, `/_emulator/orders/${id}/pay`, { card });
  return id;
}

/** Asks until the order is as expected; the emulator settles a delivery right after the answer. */
async function orderWhen(url: string, id: string, granting: string): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 500; tries += 1) {
    const order = await call(url, `/_emulator/orders/${id}`);
    if (order['granting'] === granting) return order;
  }
  throw new Error(`order ${id} never became ${granting}`);
}

/** Written from the contract alone: HMAC-SHA256 over "<timestamp>.<raw body>", in lower-case hex. */
function isSigned({ headers, body }: ReceivedRequest): boolean {
  const timestamp = headers['x-aghanim-signature-timestamp'] ?? '';
  const hmac = createHmac('sha256', SECRET).update(`${timestamp}.`).update(body).digest('hex');
  return hmac === headers['x-aghanim-signature'] && Math.abs(Date.now() / 1000 - Number(timestamp)) < 30;
}

describe('the payment loop', () => {
  it('grants what was paid, and takes it back after a refund [webhooks.secret] [webhooks.signature] [webhooks.request]', async () => {
    const { url, receiver } = await run();
    const id = await payNewOrder(url);
    await orderWhen(url, id, 'granted');
    expect(await call(url, `/s2s/v1/orders/${id}/refund`, { reason: 'asked' })).toMatchObject({ http: 200 });
    const requests = await receiver.received(2);
    expect(requests.map(({ text }) => (JSON.parse(text) as { event_type: string }).event_type)).toEqual([
      'item.add',
      'item.remove',
    ]);
    expect(requests.every(isSigned)).toBe(true);
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Aghanim/0.1.0',
    });
    expect(await call(url, `/s2s/v1/orders/${id}/refund`, { reason: 'again' })).toMatchObject({ http: 409 });
  });

  it('tries again after 500, 500 with equal bytes, each signed afresh [webhooks.attempts-signed-afresh] [events.idempotency-key] [events.event-id]', async () => {
    const { url, receiver } = await run();
    receiver.answer({ status: 500 }, { status: 500 });
    const id = await payNewOrder(url);
    const requests = await receiver.received(3);
    expect(new Set(requests.map(({ text }) => text)).size).toBe(1);
    expect(requests.every(isSigned)).toBe(true);
    const order = await orderWhen(url, id, 'granted');
    expect(order['status']).toBe('paid');
  });

  it('refunds what the game declines, after one attempt and without item.remove [answers.declined-is-final] [payments.automatic-refund]', async () => {
    const { url, receiver } = await run();
    receiver.always(DECLINED);
    const id = await payNewOrder(url);
    const order = await orderWhen(url, id, 'declined');
    expect(order['status']).toBe('refunded');
    expect(receiver.requests).toHaveLength(1);
  });

  it('lets no dead receiver hold up another', async () => {
    const { url, receiver } = await run();
    const dead = await startReceiver();
    openThings.push(() => dead.close());
    dead.always(() => new Promise(() => undefined));
    const hook = { url: `${dead.url}/x`, events: ['order.paid', 'payment.succeeded'], method: 'POST' };
    for (let count = 0; count < 5; count += 1) await call(url, '/s2s/v1/webhooks', hook);
    const ids = await Promise.all(Array.from({ length: 5 }, () => payNewOrder(url)));
    for (const id of ids) await orderWhen(url, id, 'granted');
    expect(receiver.requests).toHaveLength(5);
    expect(dead.unanswered).toBeGreaterThan(0);
  });

  it('goes on after a restart where it stopped', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'aghanim-'));
    openThings.push(async () => {
      await rm(dataDir, { recursive: true });
    });
    const receiver = await startReceiver();
    openThings.push(() => receiver.close());
    receiver.always({ status: 503 });
    const settings = { ephemeral: false, dataDir, retrySchedule: Array<number>(8).fill(200) };
    const first = await run(settings, receiver);
    const id = await payNewOrder(first.url);
    await receiver.received(1);
    await first.emulator.stop();
    receiver.always({ status: 200 });
    const second = await run(settings, receiver);
    const order = await orderWhen(second.url, id, 'granted');
    expect(order['status']).toBe('paid');
    expect(new Set(receiver.requests.map(({ text }) => text)).size).toBe(1);
  });
});
