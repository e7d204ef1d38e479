import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runGame, type RunningGame } from '../support/running.ts';

const openThings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

const EVENTS = [
  'subscription.activated',
  'subscription.updated',
  'subscription.renewed',
  'subscription.deactivated',
];

/** The first event of a type; waits until it has arrived. */
async function eventOf(game: RunningGame, type: string): Promise<Record<string, unknown>> {
  for (;;) {
    const found = game.events().find((event) => event['event_type'] === type);
    if (found) return found;
    await game.receiver.received(game.receiver.requests.length + 1);
  }
}

/** Sells a subscription with a period of one unit; returns the order. */
async function subscribe(game: RunningGame, unit: 'second' | 'month'): Promise<string> {
  const cycle = { period_type: unit, period_value: 1 };
  await game.call('POST /s2s/v1/items', {
    sku: 'VIP',
    name: 'VIP',
    type: 'subscription',
    currency: 'USD',
    price: 100,
    is_stackable: false,
    is_currency: false,
    subscription_settings: {
      plans: [{ key: 'p', name: 'P', billing_cycle: cycle, renewal_type: 'auto' }],
    },
  });
  const { body } = await game.call('POST /s2s/v1/orders', { player_id: 'p1', items: [{ sku: 'VIP' }] });
  const orderId = String(body['order_id']);
  await game.call(`POST /_emulator/orders/${orderId}/pay`, { card: '4242424242424242' });
  return orderId;
}

describe('a subscription', () => {
  it('is renewed by itself when its period is over, and ends by itself when it was canceled', async () => {
    const game = await runGame(openThings);
    await game.subscribe(EVENTS);
    const orderId = await subscribe(game, 'second');
    await eventOf(game, 'subscription.renewed');
    const activated = await eventOf(game, 'subscription.activated');
    expect(activated).toMatchObject({
      event_data: { player_id: 'p1', sku: 'VIP', order_id: orderId, status: 'active' },
      context: { order: { id: orderId }, player: { player_id: 'p1' } },
    });
    const { id } = activated['event_data'] as { id: string };
    await game.call(`DELETE /s2s/v1/players/p1/subscriptions/${id}`);
    const canceled = await eventOf(game, 'subscription.updated');
    expect(canceled).toMatchObject({ event_data: { id, status: 'canceled' } });
    const ended = await eventOf(game, 'subscription.deactivated');
    expect(ended).toMatchObject({ event_data: { id, status: 'expired' } });
  });

  it('follows the clock of its game', async () => {
    const game = await runGame(openThings);
    await game.call('POST /_emulator/clock', { mode: 'frozen' });
    await subscribe(game, 'month');
    const { body } = await game.call('POST /_emulator/clock/advance', { by: '70d' });
    const renewals = (body['timeline'] as string[]).filter((text) => text === 'subscription.renewed');
    expect(renewals).toHaveLength(2);
  });

  it('does not keep the clock busy for longer than a caller waits', async () => {
    const game = await runGame(openThings);
    await game.call('POST /_emulator/clock', { mode: 'frozen' });
    await subscribe(game, 'second');
    const { status, body } = await game.call('POST /_emulator/clock/advance', {
      by: '3650d',
      timeout_ms: 50,
    });
    expect([status, String(body['detail'])]).toEqual([409, expect.stringContaining('more was due')]);
  });

  it('is there after a restart, and was renewed if its period was over', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'aghanim-'));
    openThings.push(() => rm(dataDir, { recursive: true }));
    const settings = { ephemeral: false, dataDir };
    const first = await runGame(openThings, settings);
    await subscribe(first, 'second');
    const list = async (game: RunningGame) =>
      (await game.call('GET /_emulator/subscriptions')).body['data'] as { id: string; effective: boolean }[];
    const [before] = await list(first);
    await openThings.pop()?.();
    const second = await runGame(openThings, settings);
    await second.subscribe(['subscription.renewed']);
    await eventOf(second, 'subscription.renewed');
    const [after] = await list(second);
    expect(after?.id).toBe(before?.id);
  });
});
