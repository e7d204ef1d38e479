const { createEmulator } = require('aghanim-emulator');
const { Game } = require('./game.js');

const SKU = 'CRS-82500';
/** What the item contains. */
const COINS = 82_500;
const CARD = '4242424242424242';

let emulator;
let closes = [];

beforeAll(async () => {
  emulator = await createEmulator();
});

afterEach(async () => {
  for (const close of closes) await close();
  closes = [];
});

afterAll(() => emulator.stop());

/** A backend with a game of the emulator of its own, for one test. */
async function start() {
  const game = new Game();
  const { url, close } = await game.listen();
  const aghanim = await emulator.game({ webhook: url });
  game.access = aghanim;
  closes.push(() => aghanim.delete(), close);
  return { game, aghanim };
}

async function paidOrder(game, aghanim, player = 'luke') {
  const order = await game.createOrder(player, SKU);
  await aghanim.orders.pay(order, { card: CARD });
  await aghanim.settled(order);
  return order;
}

test('grants what was paid', async () => {
  const { game, aghanim } = await start();
  const order = await paidOrder(game, aghanim);
  expect(game.owned('luke', SKU)).toBe(COINS);
  const { timeline } = await aghanim.orders.timeline(order);
  expect(timeline).toEqual(['order.created', 'order.paid', 'item.add 200']);
});

test('grants once when an event comes twice', async () => {
  const { game, aghanim } = await start();
  await paidOrder(game, aghanim);
  const { data } = await aghanim.deliveries.list();
  await aghanim.deliveries.resend(data[0].id);
  expect((await aghanim.settled()).data[0].attempts).toHaveLength(2);
  expect(game.owned('luke', SKU)).toBe(COINS);
});

test('grants after two failures, whatever the test does to timers', async () => {
  jest.useFakeTimers({ doNotFake: ['Date'] });
  try {
    const { game, aghanim } = await start();
    game.failures = 2;
    const order = await game.createOrder('luke', SKU);
    await aghanim.orders.pay(order, { card: CARD });
    await aghanim.deliveries.run({ until: 'settled' });
    expect(game.owned('luke', SKU)).toBe(COINS);
    expect((await aghanim.orders.timeline(order)).timeline).toContain('item.add 500 500 200');
  } finally {
    jest.useRealTimers();
  }
});

test('declines a banned player, who gets the money back', async () => {
  const { game, aghanim } = await start();
  const order = await paidOrder(game, aghanim, 'darth-maul');
  expect(game.owned('darth-maul', SKU)).toBe(0);
  expect(await game.orderStatus(order)).toBe('refunded');
});

test('takes back what was refunded', async () => {
  const { game, aghanim } = await start();
  const order = await paidOrder(game, aghanim);
  await game.refund(order);
  await aghanim.settled(order);
  expect(game.owned('luke', SKU)).toBe(0);
});

test('sells nothing for an order that has expired', async () => {
  const { game, aghanim } = await start();
  const order = await game.createOrder('luke', SKU);
  await aghanim.clock.advance({ by: '25h' });
  await expect(aghanim.orders.pay(order, { card: CARD })).rejects.toMatchObject({ status: 409 });
  expect(game.owned('luke', SKU)).toBe(0);
});

test('refunds once when the answer is lost', async () => {
  const { game, aghanim } = await start();
  const order = await paidOrder(game, aghanim);
  const operation = 'POST /v1/orders/{order_id}/refund';
  await aghanim.faults.create({ operation, answers: ['lost_after_commit'] });
  await game.refund(order);
  await aghanim.settled(order);
  const { timeline } = await aghanim.orders.timeline(order);
  expect(timeline.filter((entry) => entry === 'item.remove 200')).toHaveLength(1);
  expect(game.owned('luke', SKU)).toBe(0);
});

test('games share nothing', async () => {
  const settings = await Promise.all([start(), start(), start()]);
  await Promise.all(settings.map(({ game, aghanim }) => paidOrder(game, aghanim)));
  expect(settings.map(({ game }) => game.owned('luke', SKU))).toEqual([COINS, COINS, COINS]);
});
