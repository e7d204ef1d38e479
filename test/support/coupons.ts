import { createCoupon, type NewCoupon } from '../../src/domain/coupons.ts';
import type { Coupon } from '../../src/domain/model/coupon.ts';
import type { Order } from '../../src/domain/model/order.ts';
import { createOrder, type NewOrder } from '../../src/domain/orders.ts';
import { payOrder } from '../../src/domain/payments.ts';
import type { House } from './house.ts';

/** A coupon of the sandbox game: 10 % off, unless told otherwise. */
export function makeCoupon(house: House, terms: Partial<NewCoupon> = {}): Coupon {
  return createCoupon(house.world, house.game, {
    code: 'SUMMER',
    name: 'Summer',
    type: 'discount',
    discountPercent: 10,
    ...terms,
  });
}

const ORDER: NewOrder = {
  playerId: 'p1',
  items: [],
  priceDecimal: null,
  currency: null,
  currencyPreferred: false,
  priceTemplateId: null,
  discountPercent: 0,
  email: null,
  playerInfo: null,
  country: null,
  countryLocked: false,
  locale: null,
  platform: null,
  ipAddress: null,
  userAgent: null,
  backToGameUrl: null,
  backToStoreUrl: null,
  redirectSettings: null,
  uiSettings: null,
  paymentMethodsEnabled: null,
  couponsEnabled: null,
  couponCode: null,
  eligibleForRewardPoints: null,
  eligibleForLoyaltyPoints: null,
  metadata: null,
  expiresAt: null,
};

/** An order of the seed's crystals, 29.99 USD, unless told otherwise. */
export function makeOrder(house: House, asked: Partial<NewOrder> = {}): Order {
  const items = [orderedItem('CRS-82500')];
  return createOrder(house.world, house.game, { ...ORDER, items, ...asked }, null);
}

export function orderedItem(sku: string, name: string | null = null) {
  return { sku, name, description: null, imageUrl: null, quantity: null, selectedPlanKey: null };
}

/** Pays with a card that succeeds, or without one when nothing is to be paid. */
export function pay(house: House, order: Order): Order {
  const card = order.amount === 0 ? null : '4242424242424242';
  const form = { card, email: null, country: null, postalCode: null, ip: null };
  return payOrder(house.world, house.game, { orderId: order.id, ...form }).order;
}
