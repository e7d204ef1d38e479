import { createCoupon, type NewCoupon } from '../../src/domain/coupons/coupons.ts';
import type { Coupon } from '../../src/domain/model/coupon.ts';
import type { Order } from '../../src/domain/model/order.ts';
import type { NewOrder, NewOrderItem } from '../../src/domain/orders/new-order.ts';
import type { DomainFixture } from './domain-fixture.ts';
import { CARDS, givenOrder, pay } from './orders.ts';

/** A coupon of the sandbox game: 10 % off, unless told otherwise. */
export function makeCoupon(fixture: DomainFixture, terms: Partial<NewCoupon> = {}): Coupon {
  const plain = { code: 'SUMMER', name: 'Summer', type: 'discount', discountPercent: 10 } as const;
  return createCoupon(fixture.domain, fixture.game, { ...plain, ...terms });
}

/** An order of player p1 for the seed's crystals, 29.99 USD, unless told otherwise. */
export function makeOrder(fixture: DomainFixture, asked: Partial<NewOrder> = {}): Order {
  return givenOrder(fixture, { playerId: 'p1', ...asked });
}

const NOTHING = {
  description: null,
  imageUrl: null,
  quantity: null,
  selectedPlanKey: null,
  price: null,
  currency: null,
};

export function orderedItem(sku: string, name: string | null = null): NewOrderItem {
  return { ...NOTHING, sku, name };
}

/** Pays with a card that succeeds, or without one when nothing is to be paid. */
export function payFor(fixture: DomainFixture, order: Order): Order {
  return pay(fixture, order, order.amount === 0 ? null : CARDS.good).order;
}
