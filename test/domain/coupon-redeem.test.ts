import { describe, expect, it } from 'vitest';
import { redeemCoupon } from '../../src/domain/coupons/redemptions.ts';
import type { NewCoupon } from '../../src/domain/coupons/coupons.ts';
import { Invalid } from '../../src/domain/model/errors.ts';
import { addItem, findItem } from '../../src/domain/catalogue/items.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import { makeCoupon } from '../support/coupons.ts';
import { createDomainFixture, type DomainFixture } from '../support/domain-fixture.ts';
import { givenWebhook } from '../support/orders.ts';

function addedItem(fixture: DomainFixture, sku: string, isSystem = false): string {
  const item = { sku, name: `The ${sku}`, price: 100, currency: 'USD', isSystem };
  return inTransaction(fixture.domain, (tx) => addItem(tx, fixture.game.id, item)).id;
}

/** A free-item code GIFT for three swords, unless told otherwise. */
function givenGift(fixture: DomainFixture, terms: Partial<NewCoupon> = {}) {
  const sword = inTransaction(fixture.domain, (tx) => findItem(tx, fixture.game.id, 'SWORD'));
  const freeItems = [{ itemId: sword?.id ?? addedItem(fixture, 'SWORD'), quantity: 3 }];
  return makeCoupon(fixture, { code: 'GIFT', type: 'free_item', freeItems, ...terms });
}

function redeem(fixture: DomainFixture, playerId = 'p1', code = 'GIFT') {
  return redeemCoupon(fixture.domain, fixture.game, playerId, code);
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

function bodies(fixture: DomainFixture): unknown[] {
  return fixture.events().map((event) => JSON.parse(event.body) as unknown);
}

describe('a free-item code', () => {
  it('sends item.add and coupon.redeemed of one transaction, without an order [events.coupon-redeemed] [coupons.redeem]', () => {
    const fixture = createDomainFixture();
    givenGift(fixture);
    redeem(fixture);
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
    const priced = { price: 100, price_decimal: 1, currency: 'USD' };
    const [added, redeemed] = bodies(fixture);
    const envelope = { trigger: 'hub.redeem', sandbox: true };
    expect(added).toMatchObject({
      ...envelope,
      event_type: 'item.add',
      event_data: { player_id: 'p1', items: [item], reason: 'Coupon redeemed GIFT', sku: 'SWORD' },
    });
    expect(redeemed).toMatchObject({ ...envelope, event_type: 'coupon.redeemed' });
    expect((redeemed as { event_data: unknown }).event_data).toEqual({
      player_id: 'p1',
      coupon: { code: 'GIFT', sku: 'SWORD', redeemed_at: Math.floor(fixture.clock.now() / 1000) },
      item: { ...item, ...priced },
      items: [{ ...item, ...priced }],
    });
    expect(new Set(fixture.events().map((event) => event.transactionId)).size).toBe(1);
    expect(fixture.events()).toHaveLength(2);
  });

  it('tells of its player to webhooks that ask', () => {
    const fixture = createDomainFixture();
    givenWebhook(fixture, { events: ['item.add', 'coupon.redeemed'], playerContextEnabled: true });
    givenGift(fixture);
    redeem(fixture);
    const [added, redeemed] = fixture.events();
    expect(JSON.parse(added?.bodyWithPlayer ?? 'null')).toMatchObject({
      context: { player: { player_id: 'p1' } },
    });
    expect(JSON.parse(redeemed?.bodyWithPlayer ?? '')).toMatchObject({
      context: { order: null, player: { player_id: 'p1' } },
    });
  });

  it("leaves the platform's own items out, and asks for nothing when there are no others", () => {
    const fixture = createDomainFixture();
    const system = { itemId: addedItem(fixture, 'SYSTEM', true), quantity: 1 };
    givenGift(fixture, { freeItems: [system] });
    expect(redeem(fixture).itemNames).toEqual(['The SYSTEM']);
    expect(bodies(fixture)).toMatchObject([
      { event_type: 'coupon.redeemed', event_data: { coupon: { sku: null }, item: null, items: [] } },
    ]);
  });

  it.each<[string, Partial<NewCoupon>, string]>([
    ['a code for orders', { type: 'discount' }, 'coupon_not_applicable'],
    ['a code that gives nothing', { freeItems: [] }, 'coupon_not_applicable'],
    ['an excluded player', { excludePlayerIds: ['p1'] }, 'coupon_not_applicable'],
    ['a code of another spelling', { code: 'gift' }, 'coupon_not_found'],
    ['a code that may be used never', { maxRedemptions: 0 }, 'coupon_already_used'],
  ])('is refused for %s', (_what, terms, code) => {
    const fixture = createDomainFixture();
    givenGift(fixture, terms);
    expect(faultOf(() => redeem(fixture))).toMatchObject({ path: ['code'], code });
    expect(fixture.events()).toEqual([]);
    expect(fixture.domain.store.tables.players.size).toBe(0);
  });

  it('is used up by one player without being used up for another', () => {
    const fixture = createDomainFixture();
    givenGift(fixture, { maxRedemptionsPerUser: 1 });
    redeem(fixture);
    expect(faultOf(() => redeem(fixture))?.code).toBe('coupon_already_used');
    expect(redeem(fixture, 'p2').code).toBe('GIFT');
  });

  it('needs a player', () => {
    const fixture = createDomainFixture();
    givenGift(fixture);
    expect(faultOf(() => redeem(fixture, ''))?.path).toEqual(['player_id']);
  });
});
