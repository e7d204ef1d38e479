import * as z from 'zod';
import { COUPON_TYPES } from '../../../domain/model/coupon.ts';
import { expressionSchema, unixTimeSchema } from '../../api/schemas.ts';
import { catalogueItemSchema } from '../items/item-schemas.ts';
import { pageParameters } from '../../api/pagination.ts';

/** `CouponFreeItems` of the published specification. */
const freeItemsSchema = z.object({
  items: z
    .array(z.object({ item_id: z.string(), quantity: z.int().min(1) }))
    .max(100)
    .optional(),
});

/** `CreatorProgramBase` of the published specification. */
const creatorProgramSchema = z.object({
  creator_id: z.string(),
  reward: z.int().min(0).max(100),
  verbal_terms: z.string(),
  message: z.string(),
  inherits_from_tier: z.boolean().default(false),
});

/** `CreatorProgramUpdate` of the published specification. */
const creatorProgramUpdateSchema = z.object({
  verbal_terms: z.string().optional(),
  message: z.string().optional(),
  reward: z.int().min(0).max(100).optional(),
  inherits_from_tier: z.boolean().optional(),
});

/** Fields that are stored and returned, but have no effect. */
const keptFields = {
  requirements_expression: expressionSchema.optional(),
  is_stackable_with_bonus_coupons: z.boolean().optional(),
  stackable_bonus_limit_percent: z.int().optional(),
  is_stackable_with_discount_coupons: z.boolean().optional(),
  stackable_discount_limit_percent: z.int().optional(),
  store_item_discount_limit_percent: z.int().min(0).max(100).optional(),
  store_item_bonus_limit_percent: z.int().min(0).max(1000).optional(),
};

const termFields = {
  ...keptFields,
  free_items: freeItemsSchema.optional(),
  discount_percent: z.int().min(0).max(100).optional(),
  bonus_percent: z.int().min(0).max(1000).optional(),
  bonus_fixed: z.int().min(1).nullish(),
  discount_amount_usd: z.int().min(0).optional(),
  expires_at: unixTimeSchema.optional(),
  applicable_item_ids: z.array(z.string()).optional(),
  category_id: z.string().optional(),
  min_amount: z.int().optional(),
  max_redemptions: z.int().optional(),
  max_redemptions_per_user: z.int().optional(),
  start_at: unixTimeSchema.optional(),
  end_at: unixTimeSchema.optional(),
  player_ids: z.array(z.string()).optional(),
  exclude_player_ids: z.array(z.string()).optional(),
};

const name = z.string().max(255);

/** `CouponCreate` of the published specification. */
export const couponCreateSchema = z.object({
  ...termFields,
  name,
  code: z.string().max(20),
  type: z.enum(COUPON_TYPES),
  creator_program: creatorProgramSchema.optional(),
});

/** `CouponUpdate` of the published specification. Code and type can't be changed. */
export const couponUpdateSchema = z.object({
  ...termFields,
  name: name.optional(),
  creator_program: creatorProgramUpdateSchema.optional(),
});

export type CouponCreate = z.output<typeof couponCreateSchema>;
export type CouponUpdate = z.output<typeof couponUpdateSchema>;
export type KeptFields = z.output<z.ZodObject<typeof keptFields>>;
export const KEPT_FIELDS = Object.keys(keptFields) as readonly (keyof typeof keptFields)[];

/** A list of `CouponBulkUpdate` of the published specification. */
export const couponBulkSchema = z.array(z.object({ id: z.string(), category_id: z.string() }));

/** The query of `get_coupons`. */
export const couponQuerySchema = z.object({
  ...pageParameters(),
  q: z.string().optional(),
  type: z.enum(COUPON_TYPES).optional(),
  category_id: z.string().optional(),
  generated_type: z.enum(['campaign', 'receipt']).optional(),
});

/** `CouponRead`. */
export const couponReadSchema = z.lazy(() =>
  z
    .object({
      ...keptFields,
      id: z.string(),
      name: z.string(),
      code: z.string(),
      type: z.enum(COUPON_TYPES),
      discount_percent: z.int().optional(),
      discount_amount_usd: z.int().optional(),
      current_balance_usd: z.int().optional(),
      bonus_percent: z.int().optional(),
      bonus_fixed: z.int().optional(),
      applicable_item_ids: z.array(z.string()).optional(),
      player_ids: z.array(z.string()).optional(),
      exclude_player_ids: z.array(z.string()).optional(),
      min_amount: z.int().optional(),
      max_redemptions: z.int().optional(),
      max_redemptions_per_user: z.int().optional(),
      start_at: z.int().optional(),
      end_at: z.int().optional(),
      expires_at: z.int().optional(),
      category_id: z.string().optional(),
      creator_program: creatorProgramSchema.optional(),
      free_items: freeItemsSchema.optional(),
      items: z.array(catalogueItemSchema).optional(),
    })
    .meta({ id: 'CouponRead' }),
);

/** A coupon in the list of a user. */
export const userCouponSchema = z.lazy(() =>
  couponReadSchema.unwrap().extend({ redeemed_at: z.int().optional() }).meta({ id: 'UserCouponRead' }),
);
