import { describe, expect, it } from 'vitest';
import { post } from '../support/control.ts';
import { makeCoupon, makeOrder, payFor } from '../support/coupons.ts';
import { createFixture } from '../support/fixture.ts';

const ORDER = { player_id: 'p1', items: [{ sku: 'CRS-82500' }], coupon_code: 'SUMMER' };

describe('a coupon', () => {
  it.each(['free_item', 'vc', 'discount_reward_point'] as const)(
    'of the type %s is refused on an order [coupons.types-on-orders]',
    async (type) => {
      const fixture = createFixture();
      makeCoupon(fixture, { type });
      const { body } = await fixture.s2s().post('/s2s/v1/orders').send(ORDER).expect(422);
      expect(body).toMatchObject({ detail: [{ type: 'coupon_not_applicable' }] });
    },
  );

  it('stays redeemed after a refund [coupons.redeemed-when-paid]', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { maxRedemptions: 1 });
    const { id } = payFor(fixture, makeOrder(fixture, { couponCode: 'SUMMER' }));
    await fixture.s2s().post(`/s2s/v1/orders/${id}/refund`).send({ reason: 'asked' }).expect(200);
    const { body } = await fixture.s2s().post('/s2s/v1/orders').send(ORDER).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'coupon_code'], type: 'coupon_already_used' }] });
  });

  it('with empty lists is for every item and player [coupons.empty-lists]', () => {
    const fixture = createFixture();
    makeCoupon(fixture, { applicableItemIds: [], playerIds: [], excludePlayerIds: [] });
    expect(makeOrder(fixture, { couponCode: 'SUMMER' }).amount).toBe(2699);
  });

  it('that the game sends counts where the field of the page is closed [coupons.switched-off]', async () => {
    const fixture = createFixture();
    makeCoupon(fixture);
    const { body } = await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ ...ORDER, coupons_enabled: false })
      .expect(201);
    const { order_id: id } = body as { order_id: string };
    expect((await fixture.s2s().get(`/s2s/v1/orders/${id}`)).body).toMatchObject({ amount: 2699 });
  });

  it('for free items creates the player who redeems it [coupons.redeem]', async () => {
    const fixture = createFixture();
    const [item] = fixture.domain.store.tables.items.by('game', fixture.game.id);
    const freeItems = [{ itemId: item?.id ?? '', quantity: 1 }];
    makeCoupon(fixture, { code: 'GIFT', type: 'free_item', freeItems });
    await fixture.s2s().get('/s2s/v1/players/leia').expect(404);
    await post(fixture, '/coupons/redeem', { player_id: 'leia', code: 'GIFT' }).expect(200);
    await fixture.s2s().get('/s2s/v1/players/leia').expect(200);
  });
});
