import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator, type EmulatorOptions } from '../../src/index.ts';
import { order as placeOrder } from '../support/control.ts';
import { createFixture } from '../support/fixture.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';

const CARD = '4242424242424242';
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Running {
  readonly receiver: Receiver;
  readonly call: (path: string, body?: object) => Promise<{ status: number; body: Record<string, unknown> }>;
  readonly order: () => Promise<string>;
}

async function run(options: EmulatorOptions = {}): Promise<Running> {
  const receiver = await startReceiver();
  open.push(() => receiver.close());
  const webhook = `${receiver.url}/webhook`;
  const emulator = await createEmulator({ webhook, ephemeral: true, logLevel: 'silent', ...options });
  open.push(() => emulator.stop());
  const { url } = await emulator.start();
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  const call: Running['call'] = async (path, body) => {
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(url + path, { headers, ...init });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const order = async () => {
    const { body } = await call('/s2s/v1/orders', { player_id: 'p', items: [{ sku: 'CRS-82500' }] });
    return String(body['order_id']);
  };
  return { receiver, call, order };
}

const pay = ({ call }: Running, id: string, body: object = { card: CARD }) =>
  call(`/_emulator/orders/${id}/pay`, body);

it('a wait ends within a second when the time of day has jumped past the expiry of its order', async () => {
  const fixture = createFixture();
  const server = createServer(fixture.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  const id = await placeOrder(fixture);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/_emulator/orders/${id}?wait=status:paid&timeout_ms=600000`;
  const arrived = new Promise((resolve) => server.once('request', resolve));
  const waiting = fetch(url);
  await arrived;
  fixture.clock.advance(25 * 3_600_000);
  const answer = await waiting;
  expect(answer.status).toBe(409);
  expect(((await answer.json()) as { detail: string }).detail).toContain('has expired');
});

describe('a wait', () => {
  it.each(['settled', 'status:paid', 'granting:granted', 'payment:done'])(
    'for %s of an order ends when it holds',
    async (wait) => {
      const running = await run();
      const id = await running.order();
      if (wait === 'settled') await pay(running, id);
      const waiting = running.call(`/_emulator/orders/${id}?wait=${wait}`);
      if (wait !== 'settled') await pay(running, id);
      const { status, body } = await waiting;
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, status: 'paid' });
      if (wait === 'settled') expect(body).toMatchObject({ granting: 'granted' });
    },
  );

  it('for settled holds when there is nothing, whatever is planned', async () => {
    const { call, order } = await run();
    const id = await order();
    expect(await call(`/_emulator/orders/${id}?wait=settled`)).toMatchObject({ status: 200 });
    expect(await call('/_emulator/deliveries?wait=settled')).toMatchObject({
      status: 200,
      body: { total: 0 },
    });
  });

  it('that does not hold in time is a 409 with what is pending and planned', async () => {
    const running = await run({ retrySchedule: '3600' });
    running.receiver.always({ status: 500, body: 'no' });
    const id = await running.order();
    await pay(running, id, { card: '4000000000000267' });
    await running.receiver.received(1);
    const { status, body } = await running.call(`/_emulator/orders/${id}?wait=settled&timeout_ms=50`);
    expect(status).toBe(409);
    expect(body['detail']).toMatch(/^1 delivery of order ord_\w+ is still pending after 50 ms\.$/);
    expect(body['pending']).toEqual([expect.objectContaining({ event_type: 'item.add', order_id: id })]);
    expect(body['planned']).toEqual([expect.objectContaining({ kind: 'dispute', order_id: id })]);
  });

  it('for an unknown order is a 404, with an unknown condition a 422', async () => {
    const { call, order } = await run();
    expect(await call('/_emulator/orders/ord_none?wait=settled')).toMatchObject({ status: 404 });
    expect(await call(`/_emulator/orders/${await order()}?wait=paid`)).toMatchObject({ status: 422 });
  });

  it.each([
    ['granting:granted', 'declined'],
    ['granting:granted', 'failed'],
    ['status:paid', 'expired'],
    ['payment:done', 'expired'],
    ['status:refund_requested', 'none'],
  ])('for %s ends at once when the order is %s', async (wait, state) => {
    const running = await run({ retrySchedule: 'none', autoRefund: false });
    const declines = { status: 400, body: { status: 'error', code: 'declined', message: 'x' } };
    running.receiver.always(state === 'declined' ? declines : { status: 500, body: 'no' });
    const id = await running.order();
    const waiting = running.call(`/_emulator/orders/${id}?wait=${wait}&timeout_ms=60000`);
    if (state === 'expired') await running.call(`/_emulator/orders/${id}/expire`, {});
    else if (state !== 'none') await pay(running, id);
    const { status, body } = await waiting;
    expect(status).toBe(409);
    expect(body['detail']).toContain('can no longer become so');
  });

  it('ends at once when the game is reset', async () => {
    const { call, order } = await run();
    const id = await order();
    const waits = [
      call(`/_emulator/orders/${id}?wait=status:paid&timeout_ms=60000`),
      call('/_emulator/deliveries?wait=count:1&timeout_ms=60000'),
      call('/_emulator/events?wait=count:9&timeout_ms=60000'),
      call('/_emulator/requests?wait=count:9&timeout_ms=60000'),
    ];
    // The order of requests on several connections is not fixed, so each wait is known to the server first.
    await call('/_emulator/orders?limit=1');
    await call('/_emulator/reset', {});
    for (const { status, body } of await Promise.all(waits)) {
      expect([status, body['detail']]).toEqual([409, 'The game was reset during the wait.']);
    }
  });

  it('for a count holds when the list has as many', async () => {
    const running = await run();
    const requests = running.call('/_emulator/requests?wait=count:1&operation=POST%20/v1/orders');
    const events = running.call('/_emulator/events?wait=count:1&event_type=order.paid');
    const deliveries = running.call('/_emulator/deliveries?wait=count:1&event_type=item.add');
    await pay(running, await running.order());
    for (const { status, body } of await Promise.all([requests, events, deliveries])) {
      expect([status, body['total']]).toEqual([200, 1]);
    }
  });
});

describe('POST /_emulator/deliveries/run', () => {
  it('keeps the place in the schedule, so that 500, 500 and 200 take no time', async () => {
    const running = await run({ retrySchedule: '3600,7200,10800' });
    const { call, receiver } = running;
    const statuses = [500, 500, 200];
    receiver.always(() => ({ status: statuses.shift() ?? 200, body: {} }));
    const id = await running.order();
    await pay(running, id);
    const { status, body } = await call('/_emulator/deliveries/run', { order_id: id, until: 'settled' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 1, data: [{ status: 'delivered' }] });
    await call(`/_emulator/orders/${id}/refund`, { reason: 'asked' });
    await call(`/_emulator/orders/${id}?wait=settled`);
    const { body: timeline } = await call(`/_emulator/orders/${id}/timeline`);
    expect(timeline['timeline']).toEqual([
      'order.created',
      'order.paid',
      'item.add 500 500 200',
      'refund',
      'item.remove 200',
    ]);
  });

  it('shows a payment that was canceled, rejected or voided in the timeline', async () => {
    const running = await run();
    for (const action of ['cancel', 'reject', 'void']) {
      const id = await running.order();
      if (action === 'void') await pay(running, id, { card: CARD, hold: true });
      await running.call(`/_emulator/orders/${id}/${action}`, {});
      const { body } = await running.call(`/_emulator/orders/${id}/timeline`);
      expect(body['timeline']).toEqual(['order.created', action]);
    }
  });

  it('attempts each pending delivery once without until, and joins one that is under way', async () => {
    const running = await run({ retrySchedule: '3600,7200' });
    running.receiver.always({ status: 500, body: 'no' });
    const id = await running.order();
    await pay(running, id);
    const first = await running.call('/_emulator/deliveries/run', {});
    const [delivery] = (first.body as { data: [{ attempts: object[]; status: string }] }).data;
    expect(delivery.status).toBe('pending');
    expect([1, 2]).toContain(delivery.attempts.length);
    expect(running.receiver.requests).toHaveLength(delivery.attempts.length);
  });

  it('answers at once when nothing is pending', async () => {
    const { call } = await run();
    const { status, body } = await call('/_emulator/deliveries/run', { until: 'settled' });
    expect([status, body]).toEqual([200, { data: [], total: 0 }]);
  });
});
