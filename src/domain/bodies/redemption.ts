import type { Redemption } from '../model/coupon.ts';
import type { OrderItem } from '../model/order.ts';
import { grantedItem } from './item.ts';
import { seconds } from './time.ts';

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
