import { newId } from '../model/ids.ts';
import type { Coupon, Redemption } from '../model/coupon.ts';
import type { Order } from '../model/order.ts';
import type { User } from '../model/player.ts';
import type { ReadTables } from '../model/store.ts';
import type { Tx } from '../model/context.ts';

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

/** A coupon of a user; `redeemedAt` is the last time, `null` when it is still to be redeemed. */
export interface UserCoupon {
  readonly coupon: Coupon;
  readonly redeemedAt: number | null;
}

/** The coupons that the user redeemed, and those made for the user's player. */
export function couponsOfUser(
  tables: Pick<ReadTables, 'coupons' | 'redemptions'>,
  gameId: string,
  user: User,
): readonly UserCoupon[] {
  const redeemed = new Map(
    tables.redemptions.by('user', user.id).map(({ couponId, createdAt }) => [couponId, createdAt]),
  );
  return tables.coupons
    .by('game', gameId)
    .map((coupon) => ({ coupon, redeemedAt: redeemed.get(coupon.id) ?? null }))
    .filter(({ coupon, redeemedAt }) => redeemedAt !== null || isMadeFor(coupon, user));
}

function isMadeFor(coupon: Coupon, { playerId }: User): boolean {
  return playerId !== null && (coupon.playerIds ?? []).includes(playerId);
}
