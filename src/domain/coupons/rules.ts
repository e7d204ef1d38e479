import { Conflict, invalidField, type FaultCode, type Invalid } from '../model/errors.ts';
import type { Coupon } from '../model/coupon.ts';
import type { Order } from '../model/order.ts';
import { couponKey, playerKey, type ReadTables } from '../model/tables.ts';
import type { Tx } from '../model/context.ts';

export const COUPON_FAULTS = [
  'coupon_not_found',
  'coupon_already_used',
  'coupon_not_applicable',
] as const satisfies readonly FaultCode[];

/** Why a coupon can't be used. */
export type CouponFault = (typeof COUPON_FAULTS)[number];

/** What is wrong with the use of a coupon. */
interface CouponProblem {
  readonly code: CouponFault;
  readonly message: string;
}

export function notApplicable(message: string): CouponProblem {
  return { code: 'coupon_not_applicable', message };
}

function alreadyUsed(message: string): CouponProblem {
  return { code: 'coupon_already_used', message };
}

/** @param field the field of the request that has the code. */
export function refuseCoupon(field: string, { code, message }: CouponProblem): Invalid {
  return invalidField([field], code, message);
}

/**
 * The coupon of this code, if its own rules let the player use it now.
 *
 * @throws Invalid at `field`, with a `CouponFault` as its code.
 */
export function usableCoupon(tx: Tx, gameId: string, playerId: string, code: string, field: string): Coupon {
  const coupon = findCoupon(tx, gameId, code);
  if (!coupon) {
    const message = `Coupon ${JSON.stringify(code)} does not exist.`;
    throw refuseCoupon(field, { code: 'coupon_not_found', message });
  }
  const problem =
    dateProblem(coupon, tx.now) ?? playerProblem(coupon, playerId) ?? limitProblem(tx, coupon, playerId);
  if (problem) throw refuseCoupon(field, problem);
  return coupon;
}

/** Codes are compared as they are written: upper and lower case differ. */
export function findCoupon(tx: Pick<Tx, 'tables'>, gameId: string, code: string): Coupon | undefined {
  return tx.tables.coupons.by('code', couponKey(gameId, code))[0];
}

function dateProblem(coupon: Coupon, now: number): CouponProblem | null {
  const name = `Coupon ${JSON.stringify(coupon.code)}`;
  if (coupon.startAt !== null && now < coupon.startAt) {
    return notApplicable(`${name} is not valid before ${isoTime(coupon.startAt)}.`);
  }
  const end = Math.min(coupon.endAt ?? Infinity, coupon.expiresAt ?? Infinity);
  return now < end ? null : notApplicable(`${name} was valid until ${isoTime(end)}.`);
}

/** ISO 8601, or Unix seconds for a moment beyond what a date can hold. */
export function isoTime(moment: number): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? `Unix time ${moment / 1000}` : date.toISOString();
}

function playerProblem(coupon: Coupon, playerId: string): CouponProblem | null {
  const isListed = !coupon.playerIds?.length || coupon.playerIds.includes(playerId);
  if (isListed && !coupon.excludePlayerIds?.includes(playerId)) return null;
  return notApplicable(
    `Coupon ${JSON.stringify(coupon.code)} is not for player ${JSON.stringify(playerId)}.`,
  );
}

/** A payment in progress holds its coupon as if it had redeemed it, so that two payments can't both succeed with it. */
function limitProblem(tx: Tx, coupon: Coupon, playerId: string): CouponProblem | null {
  const name = `Coupon ${JSON.stringify(coupon.code)}`;
  const { redemptions, orders } = tx.tables;
  const held = orders.by('heldCoupon', coupon.id);
  const note = heldNote(tx, coupon);
  const all = redemptions.count('coupon', coupon.id) + held.length;
  if (all >= (coupon.maxRedemptions ?? Infinity)) {
    return alreadyUsed(`${name} has been redeemed ${times(all)}, as often as it can be${note}.`);
  }
  const own = ownUses(tx, coupon, playerId) + held.filter((order) => order.playerId === playerId).length;
  if (own >= (coupon.maxRedemptionsPerUser ?? Infinity)) {
    return alreadyUsed(
      `${name} has been redeemed ${times(own)} by this player, as often as a player can${note}.`,
    );
  }
  return currentBalance(tx.tables, coupon) === 0
    ? alreadyUsed(`The balance of coupon ${coupon.code} is used up${note}.`)
    : null;
}

function heldNote({ tables }: Tx, { id }: Coupon): string {
  return tables.orders.count('heldCoupon', id) === 0 ? '' : ' (payments in progress included)';
}

function ownUses(tx: Tx, coupon: Coupon, playerId: string): number {
  return tx.tables.redemptions
    .by('player', playerKey(coupon.gameId, playerId))
    .filter(({ couponId }) => couponId === coupon.id).length;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/**
 * What a `discount_fixed` coupon still has, in US cents; `null` for other types. Paid orders reduce it,
 * as the published `current_balance_usd` implies, and payments in progress hold their part of it.
 */
export function currentBalance(
  tables: Pick<ReadTables, 'redemptions' | 'orders'>,
  coupon: Coupon,
): number | null {
  if (coupon.type !== 'discount_fixed') return null;
  const redeemed = tables.redemptions.by('coupon', coupon.id).map(({ spentUsd }) => spentUsd);
  const held = tables.orders.by('heldCoupon', coupon.id).map((order) => order.coupon?.spentUsd ?? 0);
  const spent = [...redeemed, ...held].reduce((sum, part) => sum + part, 0);
  return Math.max(0, (coupon.discountAmountUsd ?? 0) - spent);
}

/**
 * A coupon counts as redeemed only when its order is paid, so other orders may have used it up since it was
 * applied, or hold it until their payment ends.
 *
 * @throws Conflict when the order's coupon can no longer be redeemed.
 */
export function refuseSpentCoupon(tx: Tx, order: Order): void {
  const coupon = order.coupon && tx.tables.coupons.get(order.coupon.couponId);
  if (!order.coupon || !coupon) return;
  const isShort = (currentBalance(tx.tables, coupon) ?? Infinity) < order.coupon.spentUsd;
  if (!isShort && limitProblem(tx, coupon, order.playerId) === null) return;
  const name = `Coupon ${JSON.stringify(coupon.code)}`;
  throw new Conflict(
    `${name} has been used up since it was put on order ${order.id}${heldNote(tx, coupon)}: remove it to pay.`,
  );
}
