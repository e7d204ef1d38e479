import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { changeableSettings } from '../../src/settings/run-time.ts';
import { CARDS } from '../support/orders.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';
import { TOKEN_BODY } from '../midaspay/token-body.ts';
import { ProgramFolder } from '../cli/program.ts';

interface Running {
  readonly emulator: Emulator;
  /** It takes `item.add`, and answers 500. */
  readonly receiver: Receiver;
}

type Settings = Readonly<Record<string, string | number | boolean | null>>;

async function run(options: EmulatorOptions): Promise<Running> {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  receiver.always({ status: 500 });
  const emulator = await createEmulator({
    logLevel: 'silent',
    retrySchedule: 'none',
    webhook: { url: receiver.url, events: ['item.add'] },
    ...options,
  });
  onTestFinished(() => emulator.stop());
  return { emulator, receiver };
}

function change({ emulator }: Running, settings: Settings): Promise<unknown> {
  return emulator.call('PATCH', '/process-settings', settings);
}

async function order({ emulator }: Running): Promise<string> {
  const created = await emulator.orders.create({ player_id: 'p', items: [{ sku: 'CRS-82500' }] });
  return created.order_id;
}

async function paid(running: Running, card: string = CARDS.good): Promise<string> {
  const id = await order(running);
  await running.emulator.orders.pay(id, { card });
  return id;
}

/** The only delivery of a new paid order, after its first attempt was recorded. */
async function delivered(running: Running) {
  const { emulator } = running;
  const id = await paid(running);
  for (let tries = 0; tries < 10_000; tries += 1) {
    const { data } = await emulator.deliveries.list({ order_id: id });
    const [delivery] = data;
    if (delivery && delivery.attempts.length > 0) return delivery;
  }
  throw new Error('There was no attempt.');
}

/** The status of a call to the S2S API. */
async function status({ emulator }: Running, key: string, body?: object, path = '/items'): Promise<number> {
  const answer = await fetch(emulator.apiUrl + path, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.status;
}

async function fees(running: Running, name: string): Promise<number | undefined> {
  const { payments } = await running.emulator.orders.get(await paid(running));
  const [payment] = payments as unknown as readonly Payment[];
  return [...(payment?.fees ?? []), ...(payment?.taxes ?? [])].find((fee) => fee.name === name)?.amount_usd;
}

interface Payment {
  readonly fees: readonly { readonly name: string; readonly amount_usd: number }[];
  readonly taxes: Payment['fees'];
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let count = 0; count < times; count += 1) results.push(await work());
  return results;
}

interface Case {
  readonly settings: Settings;
  readonly start?: EmulatorOptions;
  /** What shows the effect. */
  readonly observe: (running: Running) => Promise<unknown>;
  readonly before: unknown;
  readonly after: unknown;
}

const CASES: readonly Case[] = [
  {
    settings: { auto_refund: false },
    observe: async ({ emulator }) => (await emulator.settings()).in_effect.auto_refund,
    before: true,
    after: false,
  },
  {
    settings: { retry_schedule: '3600' },
    observe: async (running) => (await delivered(running)).status,
    before: 'exhausted',
    after: 'pending',
  },
  {
    settings: { retry_jitter: 7 },
    start: { retrySchedule: '100000', clock: 'frozen' },
    observe: async (running) => {
      const { now } = await running.emulator.clock.get();
      return ((await delivered(running)).next_attempt_at ?? 0) - now > 100_000;
    },
    before: false,
    after: true,
  },
  {
    settings: { attempt_timeout: 0.05 },
    start: { attemptTimeoutMs: 60_000 },
    observe: async (running) => {
      // The first one is answered at once, the second one never.
      if (running.receiver.requests.length > 0) running.receiver.always(() => new Promise(() => undefined));
      return (await delivered(running)).attempts[0]?.error?.kind;
    },
    before: 'http_status',
    after: 'timeout',
  },
  {
    settings: { order_ttl: 2 },
    observe: async (running) => {
      const { created_at: from, expires_at: to } = await running.emulator.orders.get(await order(running));
      return to - from;
    },
    before: 24 * 3600,
    after: 2 * 3600,
  },
  {
    settings: { default_country: 'DE' },
    observe: async (running) => {
      const { payments } = await running.emulator.orders.get(await paid(running));
      return payments[0]?.country;
    },
    before: 'US',
    after: 'DE',
  },
  {
    settings: { dispute_delay: 1000 },
    start: { clock: 'frozen' },
    observe: async (running) => {
      const id = await paid(running, CARDS.disputeLost);
      await running.emulator.clock.advance({ by: '2s' });
      return (await running.emulator.orders.get(id)).status;
    },
    before: 'disputed',
    after: 'paid',
  },
  {
    settings: { games_on_demand: true },
    observe: (running) => status(running, 's2s_sandbox_local+worker1'),
    before: 401,
    after: 200,
  },
  {
    settings: { rate_limit: 3 },
    observe: (running) => repeat(4, () => status(running, 's2s_live_local')),
    before: [200, 200, 200, 200],
    after: expect.arrayContaining([429]) as unknown,
  },
  {
    settings: { strict_https: true },
    start: { webhook: null },
    observe: (running) => {
      const body = { url: 'http://127.0.0.1:9/', events: ['item.add'], method: 'POST' };
      return status(running, 's2s_sandbox_local', body, '/webhooks');
    },
    before: 201,
    after: 422,
  },
  {
    settings: { loopback_host: '127.0.0.99' },
    observe: async (running) => (await delivered(running)).attempts[0]?.error?.kind === 'http_status',
    before: true,
    after: false,
  },
  {
    settings: { webhook_targets: 'loopback', loopback_host: '192.0.2.1' },
    start: { webhookTargets: 'private', loopbackHost: '192.0.2.1' },
    observe: async (running) => (await delivered(running)).attempts[0]?.error?.message,
    before: expect.stringContaining('--webhook-targets private') as unknown,
    after: expect.stringContaining('--webhook-targets loopback') as unknown,
  },
  {
    settings: { pause_webhook_after: 60 },
    start: { clock: 'frozen' },
    observe: async (running) => {
      const { emulator } = running;
      await delivered(running);
      await emulator.clock.advance({ by: '2m' });
      await delivered(running);
      const { data } = await emulator.webhooks();
      return data[0]?.paused_at !== null;
    },
    before: false,
    after: true,
  },
  {
    settings: { keep_events: 5 },
    observe: async (running) => {
      running.receiver.always({ status: 200 });
      await repeat(30, () => paid(running));
      await running.emulator.settled();
      return (await running.emulator.events()).total < 30;
    },
    before: false,
    after: true,
  },
  {
    settings: { keep_orders: 5 },
    observe: async (running) => {
      const { emulator } = running;
      await repeat(30, async () => emulator.orders.expire(await order(running)));
      return (await emulator.orders.list()).total < 30;
    },
    before: false,
    after: true,
  },
  {
    settings: { keep_requests: 2 },
    observe: async (running) => {
      await repeat(5, () => status(running, 's2s_sandbox_local'));
      return (await running.emulator.requests()).total;
    },
    before: 5,
    after: 2,
  },
  {
    settings: { payment_fee: 10 },
    observe: (one) => fees(one, 'payment_system_fee'),
    before: 0.87,
    after: 3,
  },
  { settings: { aghanim_fee: 10 }, observe: (one) => fees(one, 'aghanim_fee'), before: 1.5, after: 3 },
  { settings: { tax: 20 }, observe: (one) => fees(one, 'sales_tax'), before: undefined, after: 5 },
  {
    settings: { tester_drawer: false },
    observe: async (running) => {
      const id = await order(running);
      const { url } = running.emulator;
      const page = await (await fetch(`${url}/order/${id}`)).text();
      const tool = await fetch(`${url}/order/${id}/tester/expire`, { method: 'POST', redirect: 'manual' });
      return [page.includes('data-testid="tester-drawer"'), tool.status];
    },
    before: [true, 303],
    after: [false, 404],
  },
];

describe('a setting that is changed while the emulator runs takes effect at once', () => {
  it.each(CASES.map((one) => [Object.keys(one.settings)[0], one] as const))('%s', async (_name, one) => {
    const running = await run(one.start ?? {});
    expect(await one.observe(running)).toEqual(one.before);
    await change(running, one.settings);
    expect(await one.observe(running)).toEqual(one.after);
  });

  it('webhook_concurrency', async () => {
    const running = await run({ webhookConcurrency: 1 });
    running.receiver.always(() => new Promise(() => undefined));
    await repeat(3, () => paid(running));
    await running.receiver.received(1);
    await change(running, { webhook_concurrency: 3 });
    expect(await running.receiver.received(3)).toHaveLength(3);
  });

  it('midaspay_webhook and midaspay_retry_schedule', async () => {
    const running = await run({ webhook: null });
    const pay = async () => {
      const body = structuredClone(TOKEN_BODY);
      Reflect.deleteProperty(body.settings, 'webhook_url');
      const answer = await fetch(`${running.emulator.url}/v1/mor/token/create`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { redirect_url: url } = (await answer.json()) as { redirect_url: string };
      const id = url.split('/').at(-1) ?? '';
      await running.emulator.orders.pay(id, { card: CARDS.good });
      return (await running.emulator.deliveries.settled({ order_id: id })).data.map(
        (one) => one.attempts.length,
      );
    };
    expect(await pay()).toEqual([]);
    await change(running, { midaspay_webhook: running.receiver.url, midaspay_retry_schedule: 'none' });
    expect(await pay()).toEqual([1]);
    await change(running, { midaspay_webhook: 'none' });
    expect(await pay()).toEqual([]);
  });

  it('max_memory', async () => {
    const running = await run({ webhook: null, maxMemory: 1024 });
    const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`key ${n}`, 'x'.repeat(5000)]));
    const create = () =>
      running.emulator.orders.create({ player_id: 'p', items: [{ sku: 'CRS-82500' }], metadata });
    await repeat(60, create);
    expect((await running.emulator.orders.list()).total).toBe(60);
    await change(running, { max_memory: 16 });
    await repeat(5, create);
    expect((await running.emulator.orders.list()).total).toBeLessThan(60);
  });

  it('log_level', async () => {
    const folder = new ProgramFolder();
    onTestFinished(() => folder.remove());
    const program = folder.run(['--port', '0', '--ephemeral', '--log-level', 'silent']);
    const url = await program.ready();
    const post = (path: string, body: object, method = 'POST') =>
      fetch(url + path, {
        method,
        headers: { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const hook = { url: 'http://127.0.0.1:9/', events: ['batch.ready'], method: 'POST' };
    await post('/s2s/v1/webhooks', { ...hook, description: 'quiet' });
    expect((await post('/_emulator/process-settings', { log_level: 'warn' }, 'PATCH')).status).toBe(200);
    await post('/s2s/v1/webhooks', hook);
    await program.logged('only as test events');
    expect(program.stderr.split('only as test events')).toHaveLength(2);
  });
});

/** `game_ttl` needs a clock that tests move: see game-keys.test.ts. */
const ELSEWHERE = [
  'webhook_concurrency',
  'midaspay_webhook',
  'midaspay_retry_schedule',
  'max_memory',
  'log_level',
  'game_ttl',
];

it('every setting that can change has a test of its effect', () => {
  const tested = new Set([...CASES.flatMap(({ settings }) => Object.keys(settings)), ...ELSEWHERE]);
  expect([...tested].sort()).toEqual(
    changeableSettings()
      .map(({ name }) => name)
      .sort(),
  );
});
