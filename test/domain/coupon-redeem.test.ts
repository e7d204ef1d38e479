import { describe, expect, it } from 'vitest';
import { redeemCoupon } from '../../src/domain/coupon-redeem.ts';
import type { NewCoupon } from '../../src/domain/coupons.ts';
import { Invalid } from '../../src/domain/errors.ts';
import { addItem, findItem } from '../../src/domain/items.ts';
import { inTransaction } from '../../src/domain/world.ts';
import { makeCoupon } from '../support/coupons.ts';
import { buildHouse, type House } from '../support/house.ts';
import { givenWebhook } from '../support/orders.ts';

function addedItem(house: House, sku: string, isSystem = false): string {
  const item = { sku, name: `The ${sku}`, price: 100, currency: 'USD', isSystem };
  return inTransaction(house.world, (tx) => addItem(tx, house.game.id, item)).id;
}

/** A free-item code GIFT for three swords, unless told otherwise. */
function givenGift(house: House, terms: Partial<NewCoupon> = {}) {
  const sword = inTransaction(house.world, (tx) => findItem(tx, house.game.id, 'SWORD'));
  const freeItems = [{ itemId: sword?.id ?? addedItem(house, 'SWORD'), quantity: 3 }];
  return makeCoupon(house, { code: 'GIFT', type: 'free_item', freeItems, ...terms });
}

function redeem(house: House, playerId = 'p1', code = 'GIFT') {
  return redeemCoupon(house.world, house.game, { playerId, code });
}

function faultOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (error instanceof Invalid) return error.faults[0];
    throw error;
  }
  return undefined;
}

function bodies(house: House): unknown[] {
  return house.events().map((event) => JSON.parse(event.body) as unknown);
}

describe('a free-item code', () => {
  it('sends item.add and coupon.redeemed of one transaction, without an order', () => {
    const house = buildHouse();
    givenGift(house);
    redeem(house);
    const item = {
      id: expect.stringMatching(/^itm_/) as string,
      name: 'The SWORD',
      description: null,
      sku: 'SWORD',
      quantity: 3,
      price: null,
      price_decimal: null,
      currency: null,
      type: 'item',
      nested_items: null,
      fallback_item: null,
    };
    const [added, redeemed] = bodies(house);
    const envelope = { trigger: 'hub.redeem', context: null, sandbox: true };
    expect(added).toMatchObject({
      ...envelope,
      event_type: 'item.add',
      event_data: { player_id: 'p1', items: [item], reason: 'Coupon redeemed GIFT', sku: 'SWORD' },
    });
    expect(redeemed).toMatchObject({ ...envelope, event_type: 'coupon.redeemed' });
    expect((redeemed as { event_data: unknown }).event_data).toEqual({
      player_id: 'p1',
      coupon: { code: 'GIFT', sku: 'SWORD', redeemed_at: Math.floor(house.clock.now() / 1000) },
      item,
      items: [item],
    });
    expect(new Set(house.events().map((event) => event.transactionId)).size).toBe(1);
    expect(house.events()).toHaveLength(2);
  });

  it('tells of its player to webhooks that ask, but for coupon.redeemed, which has no context', () => {
    const house = buildHouse();
    givenWebhook(house, { events: ['item.add', 'coupon.redeemed'], playerContextEnabled: true });
    givenGift(house);
    redeem(house);
    const [added, redeemed] = house.events();
    expect(JSON.parse(added?.bodyWithPlayer ?? 'null')).toMatchObject({
      context: { player: { player_id: 'p1' } },
    });
    expect(redeemed?.bodyWithPlayer).toBeNull();
  });

  it("leaves the platform's own items out, and asks for nothing when there are no others", () => {
    const house = buildHouse();
    const system = { itemId: addedItem(house, 'SYSTEM', true), quantity: 1 };
    givenGift(house, { freeItems: [system] });
    expect(redeem(house).itemNames).toEqual(['The SYSTEM']);
    expect(bodies(house)).toMatchObject([
      { event_type: 'coupon.redeemed', event_data: { coupon: { sku: null }, item: null, items: [] } },
    ]);
  });

  it.each<[string, Partial<NewCoupon>, string]>([
    ['a code for orders', { type: 'discount' }, 'coupon_not_applicable'],
    ['a code that gives nothing', { freeItems: [] }, 'coupon_not_applicable'],
    ['an excluded player', { excludePlayerIds: ['p1'] }, 'coupon_not_applicable'],
    ['a code of another spelling', { code: 'gift' }, 'coupon_not_found'],
    ['a code that may be used never', { maxRedemptions: 0 }, 'coupon_already_used'],
  ])('is refused for %s', (_what, terms, type) => {
    const house = buildHouse();
    givenGift(house, terms);
    expect(faultOf(() => redeem(house))).toMatchObject({ loc: ['body', 'code'], type });
    expect(house.events()).toEqual([]);
    expect(house.world.store.tables.players.size).toBe(0);
  });

  it('is used up by one player without being used up for another', () => {
    const house = buildHouse();
    givenGift(house, { maxRedemptionsPerUser: 1 });
    redeem(house);
    expect(faultOf(() => redeem(house))?.type).toBe('coupon_already_used');
    expect(redeem(house, 'p2').code).toBe('GIFT');
  });

  it('needs a player', () => {
    const house = buildHouse();
    givenGift(house);
    expect(faultOf(() => redeem(house, ''))?.loc).toEqual(['body', 'player_id']);
  });
});
