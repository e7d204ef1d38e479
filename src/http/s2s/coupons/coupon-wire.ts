import { currentBalance } from '../../../domain/coupons/rules.ts';
import { milliseconds, seconds } from '../../../domain/wire/time.ts';
import type { CouponChange, NewCoupon } from '../../../domain/coupons/coupons.ts';
import type { Coupon, CouponFreeItem } from '../../../domain/model/coupon.ts';
import type { ReadTables } from '../../../domain/model/tables.ts';
import { KEPT_FIELDS, type CouponCreate, type CouponUpdate, type KeptFields } from './coupon-schemas.ts';
import { catalogueItemRead, withoutNulls } from '../items/item-wire.ts';

/** The change that a body asks for; missing fields are `undefined`. */
export function couponChange(body: CouponUpdate): CouponChange {
  return {
    name: body.name,
    discountPercent: body.discount_percent,
    discountAmountUsd: body.discount_amount_usd,
    bonusPercent: body.bonus_percent,
    bonusFixed: body.bonus_fixed,
    freeItems: body.free_items && freeItems(body.free_items),
    applicableItemIds: body.applicable_item_ids,
    playerIds: body.player_ids,
    excludePlayerIds: body.exclude_player_ids,
    minAmount: body.min_amount,
    maxRedemptions: body.max_redemptions,
    maxRedemptionsPerUser: body.max_redemptions_per_user,
    startAt: momentOf(body.start_at),
    endAt: momentOf(body.end_at),
    expiresAt: momentOf(body.expires_at),
    categoryId: body.category_id,
    creatorProgram: body.creator_program,
    kept: keptFields(body),
  };
}

export function newCoupon(body: CouponCreate): NewCoupon {
  const { name, code, type, creator_program: creatorProgram } = body;
  return { ...couponChange(body), name, code, type, creatorProgram };
}

function freeItems({ items = [] }: NonNullable<CouponUpdate['free_items']>) {
  return items.map(({ item_id: itemId, quantity }) => ({ itemId, quantity }));
}

function momentOf(unixSeconds: number | undefined): number | undefined {
  return unixSeconds === undefined ? undefined : milliseconds(unixSeconds);
}

function keptFields(body: CouponUpdate): Record<string, unknown> {
  const given = KEPT_FIELDS.filter((field) => body[field] !== undefined);
  return Object.fromEntries(given.map((field) => [field, body[field]]));
}

/** `CouponRead` of the published specification. Unset fields are absent, not null. */
export function couponRead(tables: ReadTables, coupon: Coupon) {
  return {
    id: coupon.id,
    name: coupon.name,
    code: coupon.code,
    type: coupon.type,
    ...(coupon.kept as KeptFields),
    ...withoutNulls({
      discount_percent: coupon.discountPercent,
      discount_amount_usd: coupon.discountAmountUsd,
      current_balance_usd: currentBalance(tables, coupon),
      bonus_percent: coupon.bonusPercent,
      bonus_fixed: coupon.bonusFixed,
      applicable_item_ids: coupon.applicableItemIds,
      player_ids: coupon.playerIds,
      exclude_player_ids: coupon.excludePlayerIds,
      min_amount: coupon.minAmount,
      max_redemptions: coupon.maxRedemptions,
      max_redemptions_per_user: coupon.maxRedemptionsPerUser,
      start_at: coupon.startAt && seconds(coupon.startAt),
      end_at: coupon.endAt && seconds(coupon.endAt),
      expires_at: coupon.expiresAt && seconds(coupon.expiresAt),
      category_id: coupon.categoryId,
      creator_program: coupon.creatorProgram,
    }),
    ...(coupon.freeItems && freeItemsRead(tables, coupon.freeItems)),
  };
}

function freeItemsRead(tables: ReadTables, freeItems: readonly CouponFreeItem[]) {
  const items = freeItems.flatMap(({ itemId }) => tables.items.get(itemId) ?? []);
  return {
    free_items: { items: freeItems.map(({ itemId, quantity }) => ({ item_id: itemId, quantity })) },
    items: items.map((item) => catalogueItemRead(tables, item)),
  };
}
