import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEmulator, type EmulatorOptions } from '../../src/index.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';

async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  onTestFinished(() => started.close());
  return started;
}

async function run(options: EmulatorOptions) {
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  onTestFinished(() => emulator.stop());
  return { emulator, url: (await emulator.start()).url };
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}

async function payNewOrder(url: string): Promise<void> {
  const order = await post(`${url}/s2s/v1/orders`, {
    player_id: 'r2d2-c3po',
    items: [{ sku: 'CRS-82500' }],
  });
  await post(`${url}/_emulator/orders/${String(order['order_id'])}/pay`, { card: '4242424242424242' });
}

describe('an emulator in a Node process', () => {
  it('aborts an attempt that hangs when it stops', async () => {
    const game = await receiver();
    game.always(() => new Promise(() => undefined));
    const { emulator, url } = await run({ webhook: game.url });
    await payNewOrder(url);
    await game.received(1);
    const before = performance.now();
    await emulator.stop();
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('gives an attempt under way the time that stop allows', async () => {
    const game = await receiver();
    let answer: () => void = () => undefined;
    game.always(
      () =>
        new Promise(
          (resolve) =>
            (answer = () => {
              resolve({ status: 200 });
            }),
        ),
    );
    const { emulator, url } = await run({ webhook: game.url });
    await payNewOrder(url);
    await game.received(1);
    let hasStopped = false;
    const stopped = emulator.stop({ graceMs: 60_000 }).then(() => (hasStopped = true));
    await expect(fetch(url)).rejects.toThrow();
    expect(hasStopped).toBe(false);
    answer();
    await stopped;
  });

  it.each([-1, Number.NaN, '5000'])('refuses to stop with a graceMs of %j', async (graceMs) => {
    const { emulator } = await run({});
    await expect(emulator.stop({ graceMs: graceMs as number })).rejects.toThrow(
      'graceMs must be a number of milliseconds from 0.',
    );
  });

  it('sends, repeats, waits and answers in real time while timers and Date are faked', async () => {
    const game = await receiver();
    game.answer({ status: 500 }, { status: 500 });
    vi.useFakeTimers({ now: new Date('2001-01-01T00:00:00Z') });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const emulator = await createEmulator({ webhook: game.url, retrySchedule: [10, 10], logLevel: 'silent' });
    onTestFinished(() => emulator.stop());
    const items = [{ sku: 'CRS-82500' }];
    const { order_id: id } = await emulator.orders.create({ player_id: 'r2d2-c3po', items });
    await emulator.orders.pay(id, { card: '4242424242424242' });
    expect(await emulator.settled(id)).toMatchObject({ granting: 'granted' });
    // The connection is kept, which undici checks with a timer.
    await emulator.orders.refund(id);
    await emulator.settled(id);
    await expect(emulator.orders.waitFor(id, 'status:disputed', { timeout_ms: 20 })).rejects.toThrow('409');
    await emulator.faults.create({ operation: 'GET /v1/items', answers: [{ delay_ms: 20 }] });
    expect(
      (await fetch(`${emulator.apiUrl}/items`, { headers: { Authorization: `Bearer ${emulator.key}` } }))
        .status,
    ).toBe(200);
    expect(new Date().getUTCFullYear()).toBe(2001);
    expect(game.requests).toHaveLength(4);
    expect(new Set(game.requests.map(({ connection }) => connection)).size).toBe(1);
    for (const { headers, text } of game.requests) {
      expect(Number(headers['x-aghanim-signature-timestamp'])).toBeGreaterThan(Date.UTC(2020) / 1000);
      expect((JSON.parse(text) as { event_time: number }).event_time).toBeGreaterThan(Date.UTC(2020) / 1000);
    }
  });
});
