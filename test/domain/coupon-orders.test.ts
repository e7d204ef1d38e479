import { describe, expect, it } from 'vitest';
import { applyCoupon, removeCoupon } from '../../src/domain/orders/order-coupons.ts';
import { deleteCoupon, type NewCoupon } from '../../src/domain/coupons/coupons.ts';
import { Conflict, Invalid } from '../../src/domain/model/errors.ts';
import type { NewOrder } from '../../src/domain/orders/new-order.ts';
import { answerThreeDs } from '../../src/domain/payments/outcomes.ts';
import { leaveWithoutPaying } from '../../src/domain/payments/payments.ts';
import { makeCoupon, makeOrder, orderedItem, payFor } from '../support/coupons.ts';
import { createDomainFixture, type DomainFixture } from '../support/domain-fixture.ts';
import { CARDS, pay } from '../support/orders.ts';

const DAY = 86_400_000;

function faultOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof Invalid) return error.faults[0]?.code;
    throw error;
  }
  return 'no fault';
}

function itemId(fixture: DomainFixture, sku: string): string {
  const item = [...fixture.domain.store.tables.items.all()].find((one) => one.sku === sku);
  return item?.id ?? '';
}

describe('a coupon on an order', () => {
  it.each<[string, Partial<NewCoupon>, number]>([
    ['a percentage off, rounded half up', { discountPercent: 33 }, 2009],
    ['everything off', { discountPercent: 100 }, 0],
    ['a fixed amount of US cents off', { type: 'discount_fixed', discountAmountUsd: 500 }, 2499],
    ['no more than the order has', { type: 'discount_fixed', discountAmountUsd: 99_999 }, 0],
    ['nothing for a code without a benefit', { type: 'non_benefit' }, 2999],
  ])('takes %s [coupons.us-cents] [coupons.types-on-orders]', (_what, terms, amount) => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, terms);
    const order = makeOrder(fixture, { couponCode: 'SUMMER' });
    expect(order).toMatchObject({ amount, amountBeforeDiscount: 2999 });
  });

  it('converts a fixed amount to the currency of the order [coupons.us-cents]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, { type: 'discount_fixed', discountAmountUsd: 100 });
    const order = makeOrder(fixture, { currency: 'JPY', priceDecimal: 1000, couponCode: 'SUMMER' });
    expect(order.amount).toBe(845);
  });

  it("lowers what the order's own discount has left, and only of the items it applies to [coupons.discount]", () => {
    const fixture = createDomainFixture();
    makeOrder(fixture, { items: [orderedItem('SWORD', 'Sword')], priceDecimal: 10, currency: 'USD' });
    makeCoupon(fixture, { discountPercent: 50, applicableItemIds: [itemId(fixture, 'SWORD')] });
    const items = [orderedItem('CRS-82500'), orderedItem('SWORD')];
    const order = makeOrder(fixture, { items, discountPercent: 10, couponCode: 'SUMMER' });
    expect(order.amount).toBe(3599 - 450);
  });

  it.each([
    [{ bonusPercent: 10 }, 8250],
    [{ bonusFixed: 7 }, 7],
  ])('adds more of its items for nothing: %j [coupons.bonus]', (terms, quantity) => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, { type: 'bonus', discountPercent: null, ...terms });
    const order = makeOrder(fixture, { couponCode: 'SUMMER' });
    expect(order.amount).toBe(2999);
    expect(order.items.map((item) => [item.source, item.quantity, item.price])).toEqual([
      ['order', 82_500, 2999],
      ['bonus', quantity, null],
    ]);
  });

  it('brings its free items along, which the game is asked to grant [coupons.bonus]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, { freeItems: [{ itemId: itemId(fixture, 'CRS-82500'), quantity: 3 }] });
    payFor(fixture, makeOrder(fixture, { couponCode: 'SUMMER' }));
    const body = fixture.events().find((event) => event.type === 'item.add')?.body ?? '{}';
    const { event_data: data } = JSON.parse(body) as { event_data: { items: unknown[] } };
    expect(data.items).toMatchObject([
      { quantity: 82_500, price: 2999 },
      { quantity: 3, price: null, price_decimal: null, currency: null },
    ]);
  });

  it('can be put on, changed for another and taken off again [coupons.one-per-order]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture);
    makeCoupon(fixture, { code: 'MORE', type: 'bonus', bonusPercent: 100 });
    const { id } = makeOrder(fixture);
    expect(applyCoupon(fixture.domain, fixture.game, id, 'SUMMER').amount).toBe(2699);
    const bonus = applyCoupon(fixture.domain, fixture.game, id, 'MORE');
    expect([bonus.amount, bonus.items.length, bonus.coupon?.code]).toEqual([2999, 2, 'MORE']);
    const bare = removeCoupon(fixture.domain, fixture.game, id);
    expect([bare.amount, bare.items.length, bare.coupon]).toEqual([2999, 1, null]);
  });

  it('stays as it was put there when the coupon is deleted', () => {
    const fixture = createDomainFixture();
    const coupon = makeCoupon(fixture);
    const order = makeOrder(fixture, { couponCode: 'SUMMER' });
    deleteCoupon(fixture.domain, fixture.game, coupon.id);
    expect(payFor(fixture, order)).toMatchObject({ status: 'paid', amount: 2699 });
  });

  it('can be changed neither on a paid order nor where coupons are switched off [coupons.switched-off]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture);
    const paid = payFor(fixture, makeOrder(fixture));
    expect(() => applyCoupon(fixture.domain, fixture.game, paid.id, 'SUMMER')).toThrow(Conflict);
    expect(() => removeCoupon(fixture.domain, fixture.game, paid.id)).toThrow(Conflict);
    const closed = makeOrder(fixture, { couponsEnabled: false });
    expect(faultOf(() => applyCoupon(fixture.domain, fixture.game, closed.id, 'SUMMER'))).toBe(
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
  ])('%s [coupons.us-cents] [coupons.types-on-orders] [coupons.empty-lists]', (_when, terms) => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, terms(fixture.clock.now()));
    expect(faultOf(() => makeOrder(fixture, { couponCode: 'SUMMER' }))).toBe('coupon_not_applicable');
    expect(fixture.domain.store.tables.orders.size).toBe(0);
  });

  it('when no such code exists, in this game and this spelling [coupons.exact-codes]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture);
    expect(faultOf(() => makeOrder(fixture, { couponCode: 'summer' }))).toBe('coupon_not_found');
  });

  it('once it was redeemed as often as it may be, in total or by one player [coupons.redeemed-when-paid] [coupons.limits]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, { code: 'TWO', maxRedemptions: 2 });
    makeCoupon(fixture, { code: 'OWN', maxRedemptionsPerUser: 1 });
    const use = (playerId: string, couponCode: string) => makeOrder(fixture, { playerId, couponCode });
    use('p1', 'TWO');
    for (const [player, code] of [
      ['p1', 'TWO'],
      ['p2', 'TWO'],
      ['p1', 'OWN'],
    ] as const)
      payFor(fixture, use(player, code));
    expect(faultOf(() => use('p3', 'TWO'))).toBe('coupon_already_used');
    expect(faultOf(() => use('p1', 'OWN'))).toBe('coupon_already_used');
    expect(faultOf(() => use('p2', 'OWN'))).toBe('no fault');
  });

  it('once the balance of a fixed discount is used up [coupons.balance]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, { type: 'discount_fixed', discountAmountUsd: 4000 });
    payFor(fixture, makeOrder(fixture, { couponCode: 'SUMMER' }));
    const second = makeOrder(fixture, { couponCode: 'SUMMER' });
    expect(second.amount).toBe(2999 - 1001);
    payFor(fixture, second);
    expect(faultOf(() => makeOrder(fixture, { couponCode: 'SUMMER' }))).toBe('coupon_already_used');
  });

  it('at the payment, when others used it up in the meantime [coupons.limits]', () => {
    const fixture = createDomainFixture();
    makeCoupon(fixture, { maxRedemptions: 1 });
    const [first, second] = [1, 2].map(() => makeOrder(fixture, { couponCode: 'SUMMER' }));
    if (!first || !second) throw new Error('two orders were made');
    payFor(fixture, first);
    expect(() => payFor(fixture, second)).toThrow(/used up since/);
    removeCoupon(fixture.domain, fixture.game, second.id);
    expect(payFor(fixture, second)).toMatchObject({ status: 'paid', amount: 2999 });
  });
});

describe('a payment under way', () => {
  /** Two orders with the coupon; the payment of the first waits for 3-D Secure. */
  function heldAndWaiting(fixture: DomainFixture, terms: Partial<NewCoupon>, second: Partial<NewOrder> = {}) {
    makeCoupon(fixture, terms);
    const held = makeOrder(fixture, { couponCode: 'SUMMER' });
    const waiting = makeOrder(fixture, { couponCode: 'SUMMER', ...second });
    pay(fixture, held, CARDS.threeDSecure);
    return { held, waiting };
  }

  it.each<[string, Partial<NewCoupon>]>([
    ['a single-use coupon', { maxRedemptions: 1 }],
    ["a player's only use of a coupon", { maxRedemptionsPerUser: 1 }],
    ['its part of a balance', { type: 'discount_fixed', discountAmountUsd: 1000 }],
  ])(
    'holds %s, which the other order can have only when it ends unpaid [coupons.held-by-payments]',
    (_what, terms) => {
      const fixture = createDomainFixture();
      const { held, waiting } = heldAndWaiting(fixture, terms);
      for (const card of [CARDS.good, CARDS.threeDSecure]) {
        expect(() => pay(fixture, waiting, card)).toThrow(/payments in progress included/);
      }
      answerThreeDs(fixture.domain, fixture.game, held.id, 'fail');
      expect(payFor(fixture, waiting).status).toBe('paid');
      expect(() => payFor(fixture, held)).toThrow(/used up since/);
    },
  );

  it('gives its coupon back when the player walks away from it [coupons.held-by-payments]', () => {
    const fixture = createDomainFixture();
    const { held, waiting } = heldAndWaiting(fixture, { maxRedemptions: 1 });
    leaveWithoutPaying(fixture.domain, fixture.game, held.id);
    expect(payFor(fixture, waiting).status).toBe('paid');
  });

  it('redeems once when it ends well', () => {
    const fixture = createDomainFixture();
    const { held, waiting } = heldAndWaiting(fixture, { maxRedemptions: 1 });
    answerThreeDs(fixture.domain, fixture.game, held.id, 'complete');
    expect(() => payFor(fixture, waiting)).toThrow(/used up since/);
    expect(fixture.domain.store.tables.redemptions.size).toBe(1);
  });

  it('keeps its coupon from new orders, but not what others have left of it', () => {
    const fixture = createDomainFixture();
    const { waiting } = heldAndWaiting(
      fixture,
      { maxRedemptions: 2, maxRedemptionsPerUser: 1 },
      { playerId: 'p2' },
    );
    expect(faultOf(() => makeOrder(fixture, { couponCode: 'SUMMER' }))).toBe('coupon_already_used');
    expect(payFor(fixture, waiting).status).toBe('paid');
  });
});
