import { describe, expect, it, onTestFinished } from 'vitest';
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
    game.always(() => new Promise((resolve) => (answer = () => resolve({ status: 200 }))));
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
});
