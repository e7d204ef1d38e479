import { newId } from './ids.ts';
import type { Redemption } from './model/coupon.ts';
import type { Order } from './model/order.ts';
import type { Tx } from './world.ts';

/** Counts the coupon of an order that has just been paid as redeemed. */
export function redeemWithOrder(tx: Tx, order: Order): void {
  if (!order.coupon) return;
  const { couponId, code, spentUsd } = order.coupon;
  const { gameId, playerId, userId, id: orderId } = order;
  recordRedemption(tx, { gameId, playerId, userId, orderId, couponId, code, spentUsd, itemNames: [] });
}

export function recordRedemption(tx: Tx, facts: Omit<Redemption, 'id' | 'createdAt'>): Redemption {
  const redemption = { ...facts, id: newId(tx.ids, 'redemption'), createdAt: tx.now };
  tx.tables.redemptions.put(redemption);
  return redemption;
}
