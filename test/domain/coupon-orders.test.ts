import { describe, expect, it } from 'vitest';
import { applyCoupon, removeCoupon } from '../../src/domain/coupon-orders.ts';
import { deleteCoupon, type NewCoupon } from '../../src/domain/coupons.ts';
import { Conflict, Invalid } from '../../src/domain/errors.ts';
import type { NewOrder } from '../../src/domain/orders.ts';
import { answerThreeDs } from '../../src/domain/payments.ts';
import { leaveWithoutPaying } from '../../src/domain/walk-away.ts';
import { makeCoupon, makeOrder, orderedItem, payFor } from '../support/coupons.ts';
import { buildHouse, type House } from '../support/house.ts';
import { CARDS, pay } from '../support/orders.ts';

const DAY = 86_400_000;

function faultOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof Invalid) return error.faults[0]?.type;
    throw error;
  }
  return 'no fault';
}

function itemId(house: House, sku: string): string {
  const item = [...house.world.store.tables.items.all()].find((one) => one.sku === sku);
  return item?.id ?? '';
}

describe('a coupon on an order', () => {
  it.each<[string, Partial<NewCoupon>, number]>([
    ['a percentage off, rounded half up', { discountPercent: 33 }, 2009],
    ['everything off', { discountPercent: 100 }, 0],
    ['a fixed amount of US cents off', { type: 'discount_fixed', discountAmountUsd: 500 }, 2499],
    ['no more than the order has', { type: 'discount_fixed', discountAmountUsd: 99_999 }, 0],
    ['nothing for a code without a benefit', { type: 'non_benefit' }, 2999],
  ])('takes %s', (_what, terms, amount) => {
    const house = buildHouse();
    makeCoupon(house, terms);
    const order = makeOrder(house, { couponCode: 'SUMMER' });
    expect(order).toMatchObject({ amount, amountBeforeDiscount: 2999 });
  });

  it('converts a fixed amount to the currency of the order', () => {
    const house = buildHouse();
    makeCoupon(house, { type: 'discount_fixed', discountAmountUsd: 100 });
    const order = makeOrder(house, { currency: 'JPY', priceDecimal: 1000, couponCode: 'SUMMER' });
    expect(order.amount).toBe(845);
  });

  it("lowers what the order's own discount has left, and only of the items it applies to", () => {
    const house = buildHouse();
    makeOrder(house, { items: [orderedItem('SWORD', 'Sword')], priceDecimal: 10, currency: 'USD' });
    makeCoupon(house, { discountPercent: 50, applicableItemIds: [itemId(house, 'SWORD')] });
    const items = [orderedItem('CRS-82500'), orderedItem('SWORD')];
    const order = makeOrder(house, { items, discountPercent: 10, couponCode: 'SUMMER' });
    expect(order.amount).toBe(3599 - 450);
  });

  it.each([
    [{ bonusPercent: 10 }, 8250],
    [{ bonusFixed: 7 }, 7],
  ])('adds more of its items for nothing: %j', (terms, quantity) => {
    const house = buildHouse();
    makeCoupon(house, { type: 'bonus', discountPercent: null, ...terms });
    const order = makeOrder(house, { couponCode: 'SUMMER' });
    expect(order.amount).toBe(2999);
    expect(order.items.map((item) => [item.source, item.quantity, item.price])).toEqual([
      ['order', 82_500, 2999],
      ['bonus', quantity, null],
    ]);
  });

  it('brings its free items along, which the game is asked to grant', () => {
    const house = buildHouse();
    makeCoupon(house, { freeItems: [{ itemId: itemId(house, 'CRS-82500'), quantity: 3 }] });
    payFor(house, makeOrder(house, { couponCode: 'SUMMER' }));
    const body = house.events().find((event) => event.type === 'item.add')?.body ?? '{}';
    const { event_data: data } = JSON.parse(body) as { event_data: { items: unknown[] } };
    expect(data.items).toMatchObject([
      { quantity: 82_500, price: 2999 },
      { quantity: 3, price: null, price_decimal: null, currency: null },
    ]);
  });

  it('can be put on, changed for another and taken off again', () => {
    const house = buildHouse();
    makeCoupon(house);
    makeCoupon(house, { code: 'MORE', type: 'bonus', bonusPercent: 100 });
    const { id } = makeOrder(house);
    expect(applyCoupon(house.world, house.game, id, 'SUMMER').amount).toBe(2699);
    const bonus = applyCoupon(house.world, house.game, id, 'MORE');
    expect([bonus.amount, bonus.items.length, bonus.coupon?.code]).toEqual([2999, 2, 'MORE']);
    const bare = removeCoupon(house.world, house.game, id);
    expect([bare.amount, bare.items.length, bare.coupon]).toEqual([2999, 1, null]);
  });

  it('stays as it was put there when the coupon is deleted', () => {
    const house = buildHouse();
    const coupon = makeCoupon(house);
    const order = makeOrder(house, { couponCode: 'SUMMER' });
    deleteCoupon(house.world, house.game, coupon.id);
    expect(payFor(house, order)).toMatchObject({ status: 'paid', amount: 2699 });
  });

  it('can be changed neither on a paid order nor where coupons are switched off', () => {
    const house = buildHouse();
    makeCoupon(house);
    const paid = payFor(house, makeOrder(house));
    expect(() => applyCoupon(house.world, house.game, paid.id, 'SUMMER')).toThrow(Conflict);
    expect(() => removeCoupon(house.world, house.game, paid.id)).toThrow(Conflict);
    const closed = makeOrder(house, { couponsEnabled: false });
    expect(faultOf(() => applyCoupon(house.world, house.game, closed.id, 'SUMMER'))).toBe(
      'coupon_not_applicable',
    );
  });
});

describe('a coupon is refused', () => {
  it.each<[string, (now: number) => Partial<NewCoupon>]>([
    ['before its start', (now) => ({ startAt: now + DAY })],
    ['after its end', (now) => ({ endAt: now })],
    ['after it expired', (now) => ({ endAt: now + DAY, expiresAt: now - DAY })],
    ['to a player who is not on its list', () => ({ playerIds: ['p2'] })],
    ['to an excluded player', () => ({ excludePlayerIds: ['p1'] })],
    ['for an order of other items', () => ({ applicableItemIds: ['itm_other'] })],
    ['for a smaller order', () => ({ minAmount: 3000 })],
    ['as a free-item code', () => ({ type: 'free_item' })],
    ['when its type is not known to work on orders', () => ({ type: 'vc' })],
  ])('%s', (_when, terms) => {
    const house = buildHouse();
    makeCoupon(house, terms(house.clock.now()));
    expect(faultOf(() => makeOrder(house, { couponCode: 'SUMMER' }))).toBe('coupon_not_applicable');
    expect(house.world.store.tables.orders.size).toBe(0);
  });

  it('when no such code exists, in this game and this spelling', () => {
    const house = buildHouse();
    makeCoupon(house);
    expect(faultOf(() => makeOrder(house, { couponCode: 'summer' }))).toBe('coupon_not_found');
  });

  it('once it was redeemed as often as it may be, in total or by one player', () => {
    const house = buildHouse();
    makeCoupon(house, { code: 'TWO', maxRedemptions: 2 });
    makeCoupon(house, { code: 'OWN', maxRedemptionsPerUser: 1 });
    const use = (playerId: string, couponCode: string) => makeOrder(house, { playerId, couponCode });
    use('p1', 'TWO');
    for (const [player, code] of [
      ['p1', 'TWO'],
      ['p2', 'TWO'],
      ['p1', 'OWN'],
    ] as const)
      payFor(house, use(player, code));
    expect(faultOf(() => use('p3', 'TWO'))).toBe('coupon_already_used');
    expect(faultOf(() => use('p1', 'OWN'))).toBe('coupon_already_used');
    expect(faultOf(() => use('p2', 'OWN'))).toBe('no fault');
  });

  it('once the balance of a fixed discount is used up', () => {
    const house = buildHouse();
    makeCoupon(house, { type: 'discount_fixed', discountAmountUsd: 4000 });
    payFor(house, makeOrder(house, { couponCode: 'SUMMER' }));
    const second = makeOrder(house, { couponCode: 'SUMMER' });
    expect(second.amount).toBe(2999 - 1001);
    payFor(house, second);
    expect(faultOf(() => makeOrder(house, { couponCode: 'SUMMER' }))).toBe('coupon_already_used');
  });

  it('at the payment, when others used it up in the meantime', () => {
    const house = buildHouse();
    makeCoupon(house, { maxRedemptions: 1 });
    const [first, second] = [1, 2].map(() => makeOrder(house, { couponCode: 'SUMMER' }));
    if (!first || !second) throw new Error('two orders were made');
    payFor(house, first);
    expect(() => payFor(house, second)).toThrow(/used up since/);
    removeCoupon(house.world, house.game, second.id);
    expect(payFor(house, second)).toMatchObject({ status: 'paid', amount: 2999 });
  });
});

describe('a payment under way', () => {
  /** Two orders with the coupon; the payment of the first waits for 3-D Secure. */
  function heldAndWaiting(house: House, terms: Partial<NewCoupon>, second: Partial<NewOrder> = {}) {
    makeCoupon(house, terms);
    const held = makeOrder(house, { couponCode: 'SUMMER' });
    const waiting = makeOrder(house, { couponCode: 'SUMMER', ...second });
    pay(house, held, CARDS.threeDSecure);
    return { held, waiting };
  }

  it.each<[string, Partial<NewCoupon>]>([
    ['a single-use coupon', { maxRedemptions: 1 }],
    ["a player's only use of a coupon", { maxRedemptionsPerUser: 1 }],
    ['its part of a balance', { type: 'discount_fixed', discountAmountUsd: 1000 }],
  ])('holds %s, which the other order can have only when it ends unpaid', (_what, terms) => {
    const house = buildHouse();
    const { held, waiting } = heldAndWaiting(house, terms);
    for (const card of [CARDS.good, CARDS.threeDSecure]) {
      expect(() => pay(house, waiting, card)).toThrow(/payments under way counted/);
    }
    answerThreeDs(house.world, house.game, held.id, 'fail');
    expect(payFor(house, waiting).status).toBe('paid');
    expect(() => payFor(house, held)).toThrow(/used up since/);
  });

  it('gives its coupon back when the player walks away from it', () => {
    const house = buildHouse();
    const { held, waiting } = heldAndWaiting(house, { maxRedemptions: 1 });
    leaveWithoutPaying(house.world, house.game, held.id);
    expect(payFor(house, waiting).status).toBe('paid');
  });

  it('redeems once when it ends well', () => {
    const house = buildHouse();
    const { held, waiting } = heldAndWaiting(house, { maxRedemptions: 1 });
    answerThreeDs(house.world, house.game, held.id, 'complete');
    expect(() => payFor(house, waiting)).toThrow(/used up since/);
    expect(house.world.store.tables.redemptions.size).toBe(1);
  });

  it('keeps its coupon from new orders, but not what others have left of it', () => {
    const house = buildHouse();
    const { waiting } = heldAndWaiting(
      house,
      { maxRedemptions: 2, maxRedemptionsPerUser: 1 },
      { playerId: 'p2' },
    );
    expect(faultOf(() => makeOrder(house, { couponCode: 'SUMMER' }))).toBe('coupon_already_used');
    expect(payFor(house, waiting).status).toBe('paid');
  });
});
