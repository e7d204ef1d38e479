import { redeemCoupon } from '../../domain/coupons/redemptions.ts';
import { currentBalance, isoTime } from '../../domain/coupons/rules.ts';
import type { Coupon } from '../../domain/model/coupon.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { redeemPath } from '../redeem/paths.ts';
import { amountText } from './formats.ts';
import { flashing, type Page } from './layout.ts';
import type { PageContext } from './context.ts';

/** The newest coupons that are shown, since a game may make one for each player; the API lists them all. */
const SHOWN = 100;

/** The coupons of the game, newest first, and a form that redeems a free-item code for a player. */
export function couponsPage({ tables, game, root, form }: PageContext): Page {
  const coupons = tables.coupons.by('game', game.id);
  return {
    view: 'coupons',
    title: 'Coupons',
    section: 'coupons',
    model: {
      action: `${root}/coupons/redeem`,
      redeemHref: redeemPath(game),
      playerId: form.text('player_id'),
      code: form.text('code'),
      total: coupons.length,
      rows: coupons
        .slice(-SHOWN)
        .toReversed()
        .map((coupon) => couponRow(tables, coupon)),
    },
  };
}

function couponRow(tables: ReadTables, coupon: Coupon) {
  const held = tables.orders.count('heldCoupon', coupon.id);
  return {
    code: coupon.code,
    name: coupon.name,
    type: coupon.type,
    gives: benefitsOf(tables, coupon).join(', '),
    limits: limitsOf(coupon).join(', ') || 'none',
    redeemed: tables.redemptions.count('coupon', coupon.id).toLocaleString('en'),
    held: held === 0 ? '' : `${held} in a payment under way`,
  };
}

function benefitsOf(tables: ReadTables, coupon: Coupon): string[] {
  const items = (coupon.freeItems ?? []).map(({ itemId, quantity }) => {
    return `${quantity.toLocaleString('en')} × ${tables.items.get(itemId)?.name ?? itemId}`;
  });
  return [...ownBenefits(tables, coupon), ...items];
}

/** What comes of the coupon's type; what another type would make of its fields has no effect. */
function ownBenefits(tables: ReadTables, coupon: Coupon): string[] {
  const { type, discountPercent, discountAmountUsd, bonusPercent, bonusFixed } = coupon;
  if (type === 'discount') return [`${discountPercent ?? 0} % off`];
  if (type === 'discount_fixed') {
    const left = amountText(currentBalance(tables, coupon) ?? 0, 'USD');
    return [`${amountText(discountAmountUsd ?? 0, 'USD')} off, ${left} of it left`];
  }
  if (type !== 'bonus') return [];
  return [
    ...(bonusPercent === null ? [] : [`${bonusPercent} % more of each item`]),
    ...(bonusFixed === null ? [] : [`${bonusFixed} more of each item`]),
  ];
}

function limitsOf({ maxRedemptions, maxRedemptionsPerUser, startAt, endAt, expiresAt }: Coupon): string[] {
  const end = Math.min(endAt ?? Infinity, expiresAt ?? Infinity);
  return [
    ...(maxRedemptions === null ? [] : [`${maxRedemptions} in all`]),
    ...(maxRedemptionsPerUser === null ? [] : [`${maxRedemptionsPerUser} a player`]),
    ...(startAt === null ? [] : [`from ${isoTime(startAt)}`]),
    ...(end === Infinity ? [] : [`until ${isoTime(end)}`]),
  ];
}

export function redeemFromForm({ domain, game, root, form }: PageContext): string {
  redeemCoupon(domain, game, form.text('player_id'), form.text('code'));
  return flashing(`${root}/coupons`, 'coupon-redeemed');
}
