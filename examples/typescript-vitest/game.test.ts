import { type CreatedGame, createEmulator, type Emulator } from 'aghanim-emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Game } from './game.ts';

const SKU = 'CRS-82500';
/** What the item contains. */
const COINS = 82_500;
const CARD = '4242424242424242';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator();
});

afterAll(async () => {
  await emulator.stop();
});

/** A backend with a game of the emulator of its own, for one test. */
async function start(): Promise<{ game: Game; aghanim: CreatedGame } & AsyncDisposable> {
  const game = new Game();
  const { url, close } = await game.listen();
  const aghanim = await emulator.game({ webhook: url });
  game.access = aghanim;
  const end = async (): Promise<void> => {
    await aghanim.delete();
    close();
  };
  return { game, aghanim, [Symbol.asyncDispose]: end };
}

async function paidOrder(game: Game, aghanim: CreatedGame, player = 'luke'): Promise<string> {
  const order = await game.createOrder(player, SKU);
  await aghanim.orders.pay(order, { card: CARD });
  await aghanim.settled(order);
  return order;
}

describe.concurrent('the game', () => {
  test('grants what was paid', async () => {
    await using setting = await start();
    const { game, aghanim } = setting;
    const order = await paidOrder(game, aghanim);
    expect(game.owned('luke', SKU)).toBe(COINS);
    expect((await aghanim.orders.timeline(order)).timeline).toEqual([
      'order.created',
      'order.paid',
      'item.add 200',
    ]);
  });

  test('grants once when an event comes twice', async () => {
    await using setting = await start();
    const { game, aghanim } = setting;
    await paidOrder(game, aghanim);
    const { data } = await aghanim.deliveries.list();
    await aghanim.deliveries.resend(data[0]?.id ?? '');
    const again = await aghanim.settled();
    expect(again.data[0]?.attempts).toHaveLength(2);
    expect(game.owned('luke', SKU)).toBe(COINS);
  });

  test('grants after two failures', async () => {
    await using setting = await start();
    const { game, aghanim } = setting;
    game.failures = 2;
    const order = await game.createOrder('luke', SKU);
    await aghanim.orders.pay(order, { card: CARD });
    await aghanim.deliveries.run({ until: 'settled' });
    expect(game.owned('luke', SKU)).toBe(COINS);
    expect((await aghanim.orders.timeline(order)).timeline).toContain('item.add 500 500 200');
  });

  test('declines a banned player, who gets the money back', async () => {
    await using setting = await start();
    const { game, aghanim } = setting;
    const order = await paidOrder(game, aghanim, 'darth-maul');
    expect(game.owned('darth-maul', SKU)).toBe(0);
    expect(await game.orderStatus(order)).toBe('refunded');
  });

  test('takes back what was refunded', async () => {
    await using setting = await start();
    const { game, aghanim } = setting;
    const order = await paidOrder(game, aghanim);
    await game.refund(order);
    await aghanim.settled(order);
    expect(game.owned('luke', SKU)).toBe(0);
  });

  test('sells nothing for an order that has expired', async () => {
    await using setting = await start();
    const { game, aghanim } = setting;
    const order = await game.createOrder('luke', SKU);
    await aghanim.clock.advance({ by: '25h' });
    await expect(aghanim.orders.pay(order, { card: CARD })).rejects.toMatchObject({ status: 409 });
    expect(game.owned('luke', SKU)).toBe(0);
  });

  test('refunds once when the answer is lost', async () => {
    await using setting = await start();
    const { game, aghanim } = setting;
    const order = await paidOrder(game, aghanim);
    await aghanim.faults.create({
      operation: 'POST /v1/orders/{order_id}/refund',
      answers: ['lost_after_commit'],
    });
    await game.refund(order);
    await aghanim.settled(order);
    const { timeline } = await aghanim.orders.timeline(order);
    expect(timeline.filter((entry) => entry === 'item.remove 200')).toHaveLength(1);
    expect(game.owned('luke', SKU)).toBe(0);
  });
});
