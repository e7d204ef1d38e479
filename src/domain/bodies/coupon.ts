import type { Order } from '../model/order.ts';

/** `coupons` of an order and of its payments: a list of the published `Coupon`, absent when there is none. */
export function appliedCoupons({ coupon }: Order) {
  if (!coupon) return undefined;
  return [
    {
      id: coupon.couponId,
      code: coupon.code,
      name: coupon.name,
      type: coupon.type,
      discount_percent: coupon.discountPercent ?? undefined,
      bonus_percent: coupon.bonusPercent ?? undefined,
      bonus_fixed: coupon.bonusFixed ?? undefined,
    },
  ];
}
