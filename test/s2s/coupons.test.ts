import { describe, expect, it } from 'vitest';
import { makeCoupon, makeOrder, payFor } from '../support/coupons.ts';
import { makeCreator } from '../support/creators.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const SUMMER = { name: 'Summer', code: 'SUMMER', type: 'discount', discount_percent: 10 };

async function create(fixture: Fixture, body: object = SUMMER): Promise<string> {
  const { body: answer } = await fixture.s2s().post('/s2s/v1/coupons').send(body).expect(201);
  return (answer as { id: string }).id;
}

function crystals(fixture: Fixture): string {
  return fixture.domain.store.tables.items.by('game', fixture.game.id)[0]?.id ?? '';
}

describe('POST /v1/coupons', () => {
  it('answers with what was given and nothing more [coupons.stored-only]', async () => {
    const fixture = createFixture();
    const creator = makeCreator(fixture);
    const body = {
      ...SUMMER,
      free_items: { items: [{ item_id: crystals(fixture), quantity: 2 }] },
      bonus_percent: 5,
      bonus_fixed: 1,
      requirements_expression: { tokens: [{ type: 'number', value: 1 }], variables: [{ name: 'x' }] },
      expires_at: 1_900_000_000,
      start_at: 0,
      end_at: 1_800_000_000,
      applicable_item_ids: ['itm_1'],
      player_ids: ['p1'],
      exclude_player_ids: [],
      category_id: 'c1',
      min_amount: 100,
      max_redemptions: 5,
      max_redemptions_per_user: 1,
      is_stackable_with_bonus_coupons: true,
      store_item_discount_limit_percent: 50,
      creator_program: { creator_id: creator.id, reward: 5, verbal_terms: 't', message: 'm' },
    };
    const { body: answer } = await fixture.s2s().post('/s2s/v1/coupons').send(body).expect(201);
    const { id, ...rest } = answer as { id: string };
    expect(id).toMatch(/^cpn_\w{11}$/);
    expect(rest).toEqual({
      ...body,
      items: [expect.objectContaining({ id: crystals(fixture), sku: 'CRS-82500' })],
      creator_program: { ...body.creator_program, inherits_from_tier: false },
    });
    const { body: read } = await fixture.s2s().get(`/s2s/v1/coupons/${id}`).expect(200);
    expect(read).toEqual(answer);
  });

  it('refuses a code twice in one game, but not in another [requests.duplicates]', async () => {
    const fixture = createFixture();
    await create(fixture);
    await fixture.s2s().post('/s2s/v1/coupons').send(SUMMER).expect(409);
    await fixture.s2s(LIVE_KEY).post('/s2s/v1/coupons').send(SUMMER).expect(201);
  });

  it('tells every field beyond its published bounds', async () => {
    const body = {
      name: 'x'.repeat(256),
      code: 'x'.repeat(21),
      type: 'gift',
      discount_percent: 101,
      bonus_percent: 1001,
      bonus_fixed: 0,
      discount_amount_usd: -1,
      free_items: { items: [{ item_id: 'x', quantity: 0 }] },
      player_ids: null,
      creator_program: { reward: 101 },
    };
    const { body: answer } = await createFixture().s2s().post('/s2s/v1/coupons').send(body).expect(422);
    const { detail } = answer as { detail: { loc: (string | number)[] }[] };
    expect(detail.map(({ loc }) => loc.slice(1).join('.')).sort()).toEqual([
      'bonus_fixed',
      'bonus_percent',
      'code',
      'creator_program.creator_id',
      'creator_program.message',
      'creator_program.reward',
      'creator_program.verbal_terms',
      'discount_amount_usd',
      'discount_percent',
      'free_items.items.0.quantity',
      'name',
      'player_ids',
      'type',
    ]);
  });

  it('refuses free items that the catalogue does not have [coupons.operations]', async () => {
    const body = { ...SUMMER, free_items: { items: [{ item_id: 'itm_none', quantity: 1 }] } };
    const { body: answer } = await createFixture().s2s().post('/s2s/v1/coupons').send(body).expect(422);
    expect(answer).toMatchObject({ detail: [{ loc: ['body', 'free_items', 'items', 0, 'item_id'] }] });
  });
});

describe('the other coupon operations', () => {
  it('list by text, type and category, page by page', async () => {
    const fixture = createFixture();
    for (const code of ['A', 'B', 'C']) await create(fixture, { ...SUMMER, code });
    await create(fixture, { name: 'Gift', code: 'D', type: 'free_item', category_id: 'c1' });
    const codes = async (query: string) => {
      const { body } = await fixture.s2s().get(`/s2s/v1/coupons?${query}`).expect(200);
      return (body as { code: string }[]).map(({ code }) => code).join('');
    };
    expect(await codes('')).toBe('ABCD');
    expect(await codes('limit=2&offset=1')).toBe('BC');
    expect(await codes('q=gif')).toBe('D');
    expect(await codes('q=b')).toBe('B');
    expect(await codes('type=discount')).toBe('ABC');
    expect(await codes('category_id=c1')).toBe('D');
    expect(await codes('generated_type=receipt')).toBe('');
    await fixture.s2s().get('/s2s/v1/coupons?type=gift&limit=x').expect(422);
  });

  it('change what is given and leave the rest', async () => {
    const fixture = createFixture();
    const id = await create(fixture, { ...SUMMER, bonus_fixed: 3, is_stackable_with_bonus_coupons: true });
    const change = { discount_percent: 20, bonus_fixed: null, stackable_bonus_limit_percent: 5 };
    const { body } = await fixture.s2s().put(`/s2s/v1/coupons/${id}`).send(change).expect(200);
    expect(body).toEqual({
      id,
      ...SUMMER,
      discount_percent: 20,
      is_stackable_with_bonus_coupons: true,
      stackable_bonus_limit_percent: 5,
    });
    await fixture
      .s2s()
      .put(`/s2s/v1/coupons/${id}`)
      .send({ creator_program: { reward: 1 } })
      .expect(409);
  });

  it('move all coupons of a bulk request to their categories, or none [coupons.operations]', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    const send = (moves: object[]) => fixture.s2s().patch('/s2s/v1/coupons').send(moves);
    await send([
      { id, category_id: 'c1' },
      { id: 'cpn_none', category_id: 'c1' },
    ]).expect(404);
    await send([{ id }]).expect(422);
    const { body } = await send([{ id, category_id: 'c2' }]).expect(200);
    expect(body).toEqual([{ id, ...SUMMER, category_id: 'c2' }]);
  });

  it('delete a coupon, and know no coupon of another game [coupons.operations]', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    const path = `/s2s/v1/coupons/${id}`;
    for (const method of ['get', 'put', 'delete'] as const)
      await fixture.s2s(LIVE_KEY)[method](path).send({}).expect(404);
    await fixture.s2s().delete(path).expect(204);
    await fixture.s2s().get(path).expect(404);
    await create(fixture);
  });

  it("list a user's coupons: those made for the player and those redeemed [coupons.of-a-user]", async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'USED' });
    makeCoupon(fixture, { code: 'MINE', playerIds: ['p1'] });
    makeCoupon(fixture, { code: 'OTHER', playerIds: ['p2'] });
    const { userId } = payFor(fixture, makeOrder(fixture, { couponCode: 'USED' }));
    const { body } = await fixture.s2s().get(`/s2s/v1/coupons/user/${userId}`).expect(200);
    const coupons = body as { code: string; redeemed_at?: number }[];
    expect(coupons.map(({ code, redeemed_at }) => [code, redeemed_at])).toEqual([
      ['USED', Math.floor(fixture.clock.now() / 1000)],
      ['MINE', undefined],
    ]);
    await fixture.s2s(LIVE_KEY).get(`/s2s/v1/coupons/user/${userId}`).expect(404);
  });
});

describe('a coupon_code on an order', () => {
  const order = { player_id: 'p1', items: [{ sku: 'CRS-82500' }], coupon_code: 'SUMMER' };

  it('is shown in the order and its payment', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    const { body: made } = await fixture.s2s().post('/s2s/v1/orders').send(order).expect(201);
    const { order_id: orderId } = made as { order_id: string };
    const coupons = [{ id, ...SUMMER }];
    const { body: read } = await fixture.s2s().get(`/s2s/v1/orders/${orderId}`).expect(200);
    expect(read).toMatchObject({ amount: 2699, amount_before_discount: 2999, coupons });
    const stored = fixture.domain.store.tables.orders.get(orderId);
    if (stored) payFor(fixture, stored);
    const { body: payments } = await fixture.s2s().get('/s2s/v1/payments').expect(200);
    expect(payments).toMatchObject([{ total: 2699, user_local_price: 2999, coupons }]);
    expect(fixture.eventTypes()).not.toContain('coupon.redeemed');
  });

  it('is refused by name when there is no such coupon [coupons.unusable-code]', async () => {
    const fixture = createFixture();
    const { body } = await fixture.s2s().post('/s2s/v1/orders').send(order).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'coupon_code'], type: 'coupon_not_found' }] });
    expect(fixture.events()).toEqual([]);
  });
});
