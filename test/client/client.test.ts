import { describe, expect, it, onTestFinished } from 'vitest';
import {
  connect,
  ControlError,
  createEmulator,
  EmulatorClient,
  EmulatorUnreachable,
  SettingsError,
  type Emulator,
  type EmulatorOptions,
  type GameClient,
} from '../../src/index.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';

const CARD = '4242424242424242';

async function run(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  onTestFinished(() => started.close());
  return started;
}

async function order(game: GameClient, sku = 'CRS-82500'): Promise<string> {
  return (await game.orders.create({ player_id: 'r2d2-c3po', items: [{ sku }] })).order_id;
}

async function refusal(call: Promise<unknown>): Promise<ControlError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ControlError) return error;
  throw new Error(`Not refused: ${String(error)}`);
}

describe('createEmulator', () => {
  it('starts by itself, and start() returns the address', async () => {
    const emulator = await run();
    expect((await fetch(`${emulator.url}/readyz`)).status).toBe(200);
    const address = await emulator.start();
    expect(address).toEqual({ port: Number(new URL(emulator.url).port), url: emulator.url, networkUrls: [] });
    expect(await emulator.start()).toEqual(address);
  });

  it('gives what the code under test needs', async () => {
    const emulator = await run({ webhook: { url: 'http://127.0.0.1:9/', secret: 'whsec_mine' } });
    expect(emulator).toMatchObject({
      apiUrl: `${emulator.url}/s2s/v1`,
      key: 's2s_sandbox_local',
      webhookSecret: 'whsec_mine',
    });
    const headers = { Authorization: `Bearer ${emulator.key}` };
    expect((await fetch(`${emulator.apiUrl}/orders`, { method: 'POST', headers })).status).toBe(422);
    expect((await fetch(emulator.dashboardUrl)).status).toBe(200);
    expect((await run()).webhookSecret).toBeNull();
  });

  it('declares items, settings and a webhook, and a reset keeps them', async () => {
    const game = await receiver();
    const emulator = await run({
      webhook: { url: game.url, events: ['order.paid'], secret: 'whsec_declared' },
      items: [
        {
          sku: 'MINE',
          name: 'Mine',
          type: 'item',
          currency: 'USD',
          price: 100,
          is_stackable: true,
          is_currency: false,
        },
      ],
      settings: { auto_refund: false, retry_schedule: '1,2' },
    });
    for (const round of [1, 2]) {
      expect(await emulator.settings()).toMatchObject({ auto_refund: false, retry_schedule: '1,2' });
      const id = await order(emulator, 'MINE');
      await emulator.orders.pay(id, { card: CARD });
      await emulator.settled(id);
      const sent = await game.received(round);
      expect(JSON.parse(sent.at(-1)?.text ?? '')).toMatchObject({ event_type: 'order.paid' });
      expect(sent).toHaveLength(round);
      expect(await emulator.reset()).toEqual({});
      expect((await emulator.orders.list()).total).toBe(0);
      expect(emulator.webhookSecret).toBe('whsec_declared');
    }
  });

  it.each([
    [{ item: [] }, 'unknown option "item"; did you mean items?'],
    [{ setings: {} }, 'unknown option "setings"; did you mean settings?'],
    [{ webhook: { uri: 'http://x' } }, 'unknown webhook.uri; did you mean url?'],
    [{ webhook: { url: 'ftp://x' } }, 'webhook must be null or an http:// or https:// URL, not "ftp://x"'],
    [{ webhook: { url: 'http://x', events: ['item.ad'] } }, /^webhook\.events\.0: Input should be /],
    [{ settings: { retry_shedule: 'fast' } }, 'unknown settings.retry_shedule; did you mean retry_schedule?'],
    [{ settings: { retry_schedule: 'banana' } }, /^retry_schedule: The retry schedule must be /],
    [{ items: [{ sku: 'A' }] }, /^items\.0\.name: Field required/],
    [{ items: 'A' }, 'items must be a list of bodies of POST /v1/items'],
  ])('refuses %j: %s', async (options, message) => {
    const refused = createEmulator(options as unknown as EmulatorOptions);
    await expect(refused).rejects.toThrow(SettingsError);
    await expect(refused).rejects.toThrow(message);
  });

  it('is stopped at the end of an await using', async () => {
    let url: string;
    {
      await using emulator = await createEmulator();
      ({ url } = emulator);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    }
    await expect(fetch(url)).rejects.toThrow();
  });

  it('knows its options at compile time', () => {
    // @ts-expect-error: the option is called items.
    const wrong: EmulatorOptions = { item: [] };
    // @ts-expect-error: the setting is called retry_schedule.
    const setting: EmulatorOptions = { settings: { retry_shedule: 'fast' } };
    // @ts-expect-error: there is no such event.
    const event: EmulatorOptions = { webhook: { url: 'http://x', events: ['item.ad'] } };
    expect([wrong, setting, event]).toHaveLength(3);
  });
});

describe('the client', () => {
  it('pays, waits, refunds and reads the timeline of an order', async () => {
    const game = await receiver();
    game.answer({ status: 500 }, { status: 500 });
    const emulator = await run({ webhook: game.url, retrySchedule: '3600,3600' });
    const id = await order(emulator);
    expect(await emulator.orders.pay(id, { card: CARD })).toMatchObject({ payment_status: 'done' });
    await emulator.deliveries.run({ order_id: id, until: 'settled' });
    expect(await emulator.settled(id)).toMatchObject({ status: 'paid', granting: 'granted' });
    await emulator.orders.refund(id);
    await emulator.settled(id);
    const { timeline } = await emulator.orders.timeline(id);
    expect(timeline).toEqual([
      'order.created',
      'order.paid',
      'item.add 500 500 200',
      'refund',
      'item.remove 200',
    ]);
    expect((await emulator.deliveries.list({ order_id: id })).total).toBe(2);
    expect((await emulator.events({ order_id: id, wait: 'count:2' })).total).toBeGreaterThan(1);
    expect((await emulator.requests({ operation: 'POST /v1/orders' })).total).toBe(1);
  });

  it('throws errors of the control API with status and detail', async () => {
    const emulator = await run();
    const unknown = await refusal(emulator.orders.get('ord_none'));
    expect(unknown).toMatchObject({ name: 'ControlError', status: 404, pending: [], planned: [] });
    expect(unknown.message).toBe(`GET /_emulator/orders/ord_none answered 404: ${unknown.detail}`);
    const id = await order(emulator);
    const wrong = await refusal(emulator.orders.pay(id, { crad: CARD } as object));
    expect(wrong).toMatchObject({ status: 422, detail: 'body.crad: Extra inputs are not permitted' });
  });

  it('throws what is pending and planned when a wait does not come true', async () => {
    const game = await receiver();
    game.always({ status: 500 });
    const emulator = await run({ webhook: game.url, retrySchedule: '3600', disputeDelayMs: 3_600_000 });
    const id = await order(emulator);
    await emulator.orders.pay(id, { card: '4000000000000267' });
    await emulator.deliveries.run();
    const error = await refusal(emulator.settled(id, { timeout_ms: 1 }));
    expect(error).toMatchObject({
      status: 409,
      pending: [{ event_type: 'item.add', order_id: id }],
      planned: [{ kind: 'dispute', order_id: id }],
    });
  });

  it('calls operations that have no method, and replays a delivery elsewhere', async () => {
    const [first, second] = [await receiver(), await receiver()];
    const emulator = await run({ webhook: first.url });
    expect(await emulator.call('GET', '/cards')).toMatchObject({ total: expect.any(Number) as number });
    await emulator.call('PATCH', '/settings', { auto_refund: false });
    expect((await emulator.settings()).auto_refund).toBe(false);
    await emulator.orders.pay(await order(emulator), { card: CARD });
    const { data } = await emulator.settled();
    await emulator.deliveries.replay(data[0]?.id ?? '', second.url);
    expect(await second.received(1)).toHaveLength(1);
    expect((await refusal(emulator.call('POST', '/nothing'))).status).toBe(404);
  });

  it('declares faults, and a reset names those that were not consumed', async () => {
    const emulator = await run();
    const faults = { operation: 'POST /v1/orders', answers: ['lost_after_commit', 503] } as const;
    expect(await emulator.faults.create(faults)).toEqual(faults);
    await expect(order(emulator)).rejects.toThrow(EmulatorUnreachable);
    expect((await emulator.orders.list()).total).toBe(1);
    const left = [{ operation: 'POST /v1/orders', answers: [503] }];
    expect(await emulator.faults.list()).toEqual(left);
    expect(await emulator.reset()).toEqual({ unconsumed_faults: left });
  });

  it('creates games that share nothing, and deletes them', async () => {
    const [first, second] = [await receiver(), await receiver()];
    const emulator = await run();
    const one = await emulator.game({ name: 'one', webhook: first.url });
    {
      await using two = await emulator.game({ webhook: { url: second.url, secret: 'whsec_two' } });
      expect(two.webhookSecret).toBe('whsec_two');
      const id = await order(two);
      await two.orders.pay(id, { card: CARD });
      await two.settled();
      expect([first.requests.length, second.requests.length]).toEqual([0, 1]);
      expect((await refusal(one.orders.get(id))).status).toBe(404);
      expect((await emulator.games()).total).toBe(4);
    }
    expect(await one.delete()).toEqual({ unconsumed_faults: [] });
    expect((await emulator.games()).total).toBe(2);
    expect((await refusal(one.orders.list())).status).toBe(401);
  });
});

describe('connect', () => {
  it('gives the same client for an emulator in another process', async () => {
    const emulator = await run({
      s2sKey: 's2s_other',
      webhook: { url: 'http://127.0.0.1:9/', secret: 'whsec_mine' },
    });
    const client = await connect(`${emulator.url}/`);
    expect(client).toBeInstanceOf(EmulatorClient);
    expect(emulator).toBeInstanceOf(EmulatorClient);
    const { url, apiUrl, key, webhookSecret } = emulator;
    expect(client).toMatchObject({
      url,
      apiUrl,
      key,
      webhookSecret,
    });
    expect((await fetch(client.dashboardUrl)).status).toBe(200);
    const id = await order(client);
    expect(await emulator.orders.get(id)).toMatchObject({ id });
  });

  it('finds the game of a key, and names the near one for a mistyped key', async () => {
    const emulator = await run();
    const game = await emulator.game({
      name: 'mine',
      webhook: { url: 'http://127.0.0.1:9', secret: 'whsec_x' },
    });
    const client = await connect(emulator.url, { key: game.key });
    expect(client.webhookSecret).toBe('whsec_x');
    const error = await refusal(connect(emulator.url, { key: 's2s_sandbox_locla' }));
    expect(error.detail).toContain('Did you mean s2s_sandbox_local?');
  });

  it('says that no emulator answers, and what a URL is', async () => {
    const emulator = await createEmulator();
    await emulator.stop();
    await expect(connect(emulator.url)).rejects.toThrow(
      `No emulator answers at ${emulator.url} (ECONNREFUSED). Start one with "aghanim-emulator start"`,
    );
    await expect(connect('localhost:4242')).rejects.toThrow(
      'connect needs the http:// or https:// address of an emulator, not "localhost:4242".',
    );
  });
});
