import { redeemCoupon } from '../../domain/coupons/redemptions.ts';
import { currentBalance, isoTime } from '../../domain/coupons/rules.ts';
import type { Coupon } from '../../domain/model/coupon.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { redeemPath } from '../server/page-paths.ts';
import { amountText } from './formats.ts';
import { redirectTo } from './layout.ts';
import * as z from 'zod';
import { dashboardPage } from './context.ts';

/** The newest coupons that are shown, since a game may make one for each player; the API lists them all. */
const SHOWN = 100;

/** The coupons of the game, newest first, and a form that redeems a free-item code for a player. */
export const couponsPage = dashboardPage({
  method: 'GET',
  path: '/coupons',
  run: ({ tables, game, root, problem, now }) => {
    const coupons = tables.coupons.by('game', game.id);
    const newest = coupons.slice(-SHOWN).toReversed();
    return {
      view: 'coupons',
      title: 'Coupons',
      section: 'coupons',
      model: {
        action: `${root}/coupons/redeem`,
        redeemHref: redeemPath(game),
        playerId: problem?.submitted.text('player_id') ?? '',
        code: problem?.submitted.text('code') ?? '',
        total: coupons.length,
        newHref: `${root}/coupons/new`,
        rows: newest.map((coupon) => ({
          ...couponRow(tables, coupon, now),
          href: `${root}/coupons/${coupon.id}`,
        })),
      },
    };
  },
});

export const redeemForm = dashboardPage({
  method: 'POST',
  path: '/coupons/redeem',
  form: z.object({ player_id: z.string(), code: z.string() }),
  again: couponsPage,
  run: ({ domain, game, root }, { form }) => {
    redeemCoupon(domain, game, form.player_id, form.code);
    return redirectTo(`${root}/coupons`, 'coupon-redeemed');
  },
});

function couponRow(tables: ReadTables, coupon: Coupon, now: number) {
  const held = tables.orders.count('heldCoupon', coupon.id);
  return {
    code: coupon.code,
    name: coupon.name,
    isExpired: Math.min(coupon.endAt ?? Infinity, coupon.expiresAt ?? Infinity) <= now,
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
