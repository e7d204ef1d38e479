import { describe, expect, it } from 'vitest';
import { clearGame } from '../../src/domain/games/clear.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import { chargeBack, loseDispute, openDispute } from '../../src/domain/payments/disputes.ts';
import { addItem } from '../support/catalogue.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';
import { CARDS, givenOrder, givenWebhook, pay } from '../support/orders.ts';

const LOYALTY = '/s2s/v1/loyalty';
const DAY = 86_400;

interface Program {
  readonly id: string;
  readonly time_window: { readonly start_at?: number; readonly end_at?: number };
}

async function read(fixture: Fixture): Promise<Program> {
  const { body } = await fixture.s2s().get(LOYALTY);
  return body as Program;
}

async function change(fixture: Fixture, fields: object): Promise<string> {
  const { id } = await read(fixture);
  await fixture.s2s().put(`${LOYALTY}/${id}`).send(fields).expect(200);
  return `${LOYALTY}/${id}`;
}

function now({ clock }: Fixture): number {
  return Math.floor(clock.now() / 1000);
}

async function points(fixture: Fixture, playerId = 'leia'): Promise<number> {
  const { body } = await fixture.s2s().get(`/s2s/v1/players/${playerId}`).expect(200);
  return (body as { loyalty_points: number }).loyalty_points;
}

function paidOrder(fixture: Fixture, fields: Parameters<typeof givenOrder>[1] = {}) {
  return pay(fixture, givenOrder(fixture, { playerId: 'leia', ...fields }), CARDS.good).order;
}

describe('the loyalty program', () => {
  it('comes into being when it is read first [loyalty.program] [loyalty.new-program]', async () => {
    const fixture = createFixture();
    const { body } = await fixture.s2s().get(LOYALTY).expect(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^loy_\w{11}$/) as string,
      game_id: fixture.game.id,
      name: 'Loyalty program',
      key: null,
      description: null,
      image_url: null,
      custom_icon_url: null,
      activated_at: null,
      end_at: null,
      period: 30,
      repeatable: false,
      requirements_expression: null,
      points_rate: 1,
      price_source: 'local_price',
      excluded_sales_channels: null,
      show_store_button: true,
      time_window: {},
    });
    expect((await fixture.s2s().get(LOYALTY).expect(200)).body).toEqual(body);
    await fixture.s2s(LIVE_KEY).get(LOYALTY).expect(201);
    await fixture
      .s2s(LIVE_KEY)
      .put(`${LOYALTY}/${(body as Program).id}`)
      .send({})
      .expect(404);
  });

  it('keeps what an update does not name, and what it cannot evaluate [loyalty.stored-only]', async () => {
    const fixture = createFixture();
    const { id } = await read(fixture);
    const fields = {
      name: 'Rebels',
      image_url: 'https://example.test/r.png',
      price_source: 'base_price',
      excluded_sales_channels: ['hub'],
      requirements_expression: { tokens: [{ type: 'number', value: 3 }] },
    };
    await fixture.s2s().put(`${LOYALTY}/${id}`).send(fields).expect(200);
    const { body } = await fixture
      .s2s()
      .put(`${LOYALTY}/${id}`)
      .send({ image_url: '', price_source: null })
      .expect(200);
    expect(body).toMatchObject({ ...fields, image_url: null, price_source: null });
    expect(body).not.toHaveProperty('time_window');
    await fixture.s2s().put(`${LOYALTY}/${id}`).send({ period: 365 }).expect(422);
  });

  it('runs for its period, again and again if it is repeatable [loyalty.time-window]', async () => {
    const fixture = createFixture();
    const start = now(fixture);
    await change(fixture, { activated_at: start, period: 10 });
    expect((await read(fixture)).time_window).toEqual({ start_at: start, end_at: start + 10 * DAY });
    fixture.clock.advance(25 * DAY * 1000);
    expect((await read(fixture)).time_window).toEqual({ start_at: start, end_at: start + 10 * DAY });
    await change(fixture, { repeatable: true });
    const window = { start_at: start + 20 * DAY, end_at: start + 30 * DAY };
    expect((await read(fixture)).time_window).toEqual(window);
    await change(fixture, { end_at: start + 26 * DAY });
    expect((await read(fixture)).time_window).toEqual({ ...window, end_at: start + 26 * DAY });
    await change(fixture, { period: 0 });
    expect((await read(fixture)).time_window).toEqual({ start_at: start, end_at: start + 26 * DAY });
  });
});

describe('loyalty points', () => {
  it('are issued to a player and to a user alike, each time anew [loyalty.issued-points]', async () => {
    const fixture = createFixture();
    const { userId } = givenOrder(fixture, { playerId: 'leia' });
    const path = `${LOYALTY}/${(await read(fixture)).id}/issue_points`;
    for (let times = 0; times < 2; times += 1) {
      const { body } = await fixture.s2s().post(path).send({ user_id: userId, amount: 5 }).expect(200);
      expect(body).toEqual({});
    }
    await fixture.s2s().post('/s2s/v1/players/leia/issue_loyalty_points').send({ amount: 7 }).expect(204);
    expect(await points(fixture)).toBe(17);
    await fixture.s2s().post(path).send({ user_id: 'usr_nobody', amount: 5 }).expect(404);
    await fixture.s2s().post(path).send({ user_id: userId, amount: 0 }).expect(422);
    const unlink = `/s2s/v1/users/${userId}/unlink_player`;
    await fixture.s2s().post(unlink).send({ player_id: 'leia' }).expect(200);
    await fixture.s2s().post(path).send({ user_id: userId, amount: 5 }).expect(409);
    expect(await points(fixture)).toBe(17);
  });

  it('stay a number that can be counted exactly', async () => {
    const fixture = createFixture();
    givenOrder(fixture, { playerId: 'leia' });
    const most = Number.MAX_SAFE_INTEGER;
    for (const amount of [most, most]) {
      await fixture.s2s().post('/s2s/v1/players/leia/issue_loyalty_points').send({ amount }).expect(204);
    }
    expect(await points(fixture)).toBe(most);
  });

  it('come with a paid order, as many as it says, and events say so [loyalty.paid-orders]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture, { events: ['order.paid'] });
    const order = givenOrder(fixture, { playerId: 'leia', eligibleForLoyaltyPoints: 40 });
    expect(await points(fixture)).toBe(0);
    pay(fixture, order, CARDS.insufficientFunds);
    expect(await points(fixture)).toBe(0);
    pay(fixture, order, CARDS.good);
    expect(await points(fixture)).toBe(40);
    const paid = fixture.events().find(({ type }) => type === 'order.paid');
    expect(JSON.parse(paid?.body ?? '')).toMatchObject({
      context: { order: { eligible_for_loyalty_points: 40 } },
    });
  });

  it('are counted by the running program for an order that says nothing [loyalty.paid-orders]', async () => {
    const fixture = createFixture();
    await change(fixture, { points_rate: 2.5 });
    paidOrder(fixture);
    expect(await points(fixture)).toBe(0);
    await change(fixture, { activated_at: now(fixture) });
    const { id } = paidOrder(fixture);
    expect(await points(fixture)).toBe(74);
    const { body } = await fixture.s2s().get(`/s2s/v1/orders/${id}`);
    expect(body).toMatchObject({ amount: 2999, eligible_for_loyalty_points: 74 });
    fixture.clock.advance(31 * DAY * 1000);
    paidOrder(fixture);
    expect(await points(fixture)).toBe(74);
  });

  it.each([-1, 1e300])('are counted within bounds at the rate %d', async (rate) => {
    const fixture = createFixture();
    await change(fixture, { points_rate: rate, activated_at: now(fixture) });
    paidOrder(fixture);
    expect(await points(fixture)).toBe(rate < 0 ? 0 : Number.MAX_SAFE_INTEGER);
  });

  it('do not come from an excluded channel [loyalty.excluded-channels] [loyalty.channel]', async () => {
    const fixture = createFixture();
    await change(fixture, { activated_at: now(fixture), excluded_sales_channels: ['hub'] });
    paidOrder(fixture);
    expect(await points(fixture)).toBe(29);
    await change(fixture, { excluded_sales_channels: ['hub', 's2s'] });
    paidOrder(fixture, { eligibleForLoyaltyPoints: 40 });
    expect(await points(fixture)).toBe(29);
  });

  it('go when the order is undone, those of the order only [loyalty.undone-orders]', async () => {
    const fixture = createFixture();
    const { domain, game } = fixture;
    await change(fixture, { activated_at: now(fixture) });
    await fixture.s2s().post('/s2s/v1/users/authorize').send({ player_id: 'leia' }).expect(200);
    await fixture.s2s().post('/s2s/v1/players/leia/issue_loyalty_points').send({ amount: 7 }).expect(204);
    const [refunded, disputed, charged] = [paidOrder(fixture), paidOrder(fixture), paidOrder(fixture)];
    expect(await points(fixture)).toBe(94);
    await fixture.s2s().post(`/s2s/v1/orders/${refunded.id}/refund`).send({ reason: 'asked' }).expect(200);
    expect(await points(fixture)).toBe(65);
    openDispute(domain, game, disputed.id);
    expect(await points(fixture)).toBe(65);
    loseDispute(domain, game, disputed.id);
    chargeBack(domain, game, charged.id);
    expect(await points(fixture)).toBe(7);
  });
});

describe('loyalty tiers', () => {
  it('are replaced as a whole, and keep the ids that are given [loyalty.tiers]', async () => {
    const fixture = createFixture();
    const item = await addItem(fixture, { sku: 'SWORD' });
    const tiers = `${LOYALTY}/${(await read(fixture)).id}/tiers`;
    const tier = (name: string, needed: number, more: object = {}) => ({
      name,
      points: needed,
      image_url: '',
      items: [{ id: item }],
      ...more,
    });
    const first = [tier('Gold', 100, { items: [{ id: item, count: 3 }] }), tier('Silver', 10)];
    const { body } = await fixture.s2s().put(tiers).send(first).expect(200);
    expect(body).toMatchObject([
      { name: 'Silver', points: 10, image_url: '', items: [{ id: item, sku: 'SWORD' }] },
      { name: 'Gold', points: 100, items: [{ id: item, count: 3 }] },
    ]);
    const [silver] = body as { id: string }[];
    expect((await fixture.s2s().get(tiers).expect(200)).body).toEqual(body);
    const bronze = [tier('Bronze', 5, { id: silver?.id })];
    const { body: replaced } = await fixture.s2s().put(tiers).send(bronze).expect(200);
    expect(replaced).toMatchObject([{ id: silver?.id, name: 'Bronze' }]);
    await fixture
      .s2s()
      .put(tiers)
      .send([tier('Gold', 9, { id: 'unknown' })])
      .expect(404);
    await fixture
      .s2s()
      .put(tiers)
      .send([...bronze, ...bronze])
      .expect(409);
    await fixture
      .s2s()
      .put(tiers)
      .send([tier('Empty', 9, { items: [] })])
      .expect(422);
    const unknown = [...bronze, tier('Gold', 9, { items: [{ id: item }, { id: 'itm_unknown' }] })];
    const { body: refused } = await fixture.s2s().put(tiers).send(unknown).expect(422);
    expect(refused).toMatchObject({ detail: [{ loc: ['body', 1, 'items', 1, 'id'] }] });
    await fixture.s2s().delete(`/s2s/v1/items/${item}`).expect(204);
    expect((await fixture.s2s().get(tiers).expect(200)).body).toMatchObject([{ name: 'Bronze', items: [] }]);
  });

  it('go with all data of their game', async () => {
    const fixture = createFixture();
    await read(fixture);
    paidOrder(fixture, { eligibleForLoyaltyPoints: 1 });
    inTransaction(fixture.domain, (tx) => {
      clearGame(tx, fixture.game.id);
    });
    const { loyaltyPrograms, pointsEntries } = fixture.domain.store.tables;
    expect([loyaltyPrograms.size, pointsEntries.size]).toEqual([0, 0]);
    await fixture.s2s().get(LOYALTY).expect(201);
  });
});
