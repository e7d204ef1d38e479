import type { Redemption } from '../model/coupon.ts';
import type { Order, OrderItem } from '../model/order.ts';
import { grantedItem } from './item.ts';
import { seconds } from './time.ts';

/** `coupons` of an order and of its payments: a list of the published `Coupon`; absent without a coupon. */
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

/** `event_data` of `coupon.redeemed`. */
export function couponData(
  redemption: Pick<Redemption, 'playerId' | 'code' | 'createdAt'>,
  lines: readonly OrderItem[],
) {
  const items = lines.map(grantedItem);
  const { playerId, code, createdAt } = redemption;
  return {
    player_id: playerId,
    coupon: { code, sku: items[0]?.sku ?? null, redeemed_at: seconds(createdAt) },
    item: items[0] ?? null,
    items,
  };
}
