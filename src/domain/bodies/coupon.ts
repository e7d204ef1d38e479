import type { Order } from '../model/order.ts';

/** `coupons` of an order and of its payments: a list of the published `Coupon`, absent when there is none. */
export function appliedCoupons({ coupon }: Order) {
  if (!coupon) return {};
  return {
    coupons: [
      {
        id: coupon.couponId,
        code: coupon.code,
        name: coupon.name,
        type: coupon.type,
        ...(coupon.discountPercent !== null && { discount_percent: coupon.discountPercent }),
        ...(coupon.bonusPercent !== null && { bonus_percent: coupon.bonusPercent }),
        ...(coupon.bonusFixed !== null && { bonus_fixed: coupon.bonusFixed }),
      },
    ],
  };
}
