import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, SettingsError, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { startReceiver } from '../support/rough-receiver.ts';

const CARD = '4242424242424242';
const ITEMS = [{ sku: 'CRS-82500' }];

async function run(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

describe('the clock of a client', () => {
  it('stands still when it is frozen from the start, also after a reset', async () => {
    const emulator = await run({ clock: 'frozen' });
    for (const _ of [1, 2]) {
      const { now, mode } = await emulator.clock.get();
      expect(mode).toBe('frozen');
      const { order_id: id } = await emulator.orders.create({ player_id: 'p', items: ITEMS });
      expect((await emulator.orders.get(id)).created_at).toBe(now);
      expect((await emulator.clock.advance({ by: '90s' })).now).toBe(now + 90);
      await emulator.reset();
    }
  });

  it('runs three days of retries and an expiry, and says what happened', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    receiver.answer({ status: 500 }, { status: 500 });
    const emulator = await run({ webhook: receiver.url, clock: 'frozen', retrySchedule: '86400,86400' });
    const { order_id: open } = await emulator.orders.create({ player_id: 'p', items: ITEMS });
    const { order_id: id } = await emulator.orders.create({ player_id: 'p', items: ITEMS });
    await emulator.orders.pay(id, { card: CARD });
    await emulator.deliveries.run();
    const { timeline } = await emulator.clock.advance({ by: '3d' });
    expect(timeline.length).toBeGreaterThan(0);
    expect((await emulator.orders.timeline(id)).timeline).toContain('item.add 500 500 200');
    await expect(emulator.orders.pay(open, { card: CARD })).rejects.toThrow('409');
  });

  it('can be set, and let go on', async () => {
    const emulator = await run({});
    expect((await emulator.clock.set({ to: '2030-01-01T00:00:00Z' })).now).toBeGreaterThanOrEqual(
      1_893_456_000,
    );
    expect((await emulator.clock.freeze()).mode).toBe('frozen');
    expect(await emulator.clock.change({ mode: 'real', signature_time: 'virtual' })).toMatchObject({
      mode: 'real',
      signature_time: 'virtual',
    });
  });
});

describe('ids that are a sequence', () => {
  it('are the same in each emulator, after each reset and in games of the same name', async () => {
    const answers = await Promise.all(
      [1, 2].map(async () => {
        const emulator = await run({ ids: 'sequence', clock: 'frozen', webhook: 'http://127.0.0.1:9/' });
        const first = await emulator.orders.create({ player_id: 'p', items: ITEMS });
        await emulator.reset();
        const again = await emulator.orders.create({ player_id: 'p', items: ITEMS });
        const game = await emulator.game({ name: 'mine', ids: 'sequence' });
        expect(again.order_id).toBe(first.order_id);
        return [first.order_id, emulator.webhookSecret, game.id, game.key];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it.each([
    [{ ids: 'random ' }, 'ids must be random or sequence, not "random "'],
    [{ clock: 'stopped' }, 'clock must be real or frozen, not "stopped"'],
  ])('and clocks refuse %j: %s', async (options, message) => {
    const refused = createEmulator(options as unknown as EmulatorOptions);
    await expect(refused).rejects.toThrow(SettingsError);
    await expect(refused).rejects.toThrow(message);
  });
});
