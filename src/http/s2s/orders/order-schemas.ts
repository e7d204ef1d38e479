import * as z from 'zod';
import { CURRENCIES } from '../../../domain/money/currencies.ts';
import { LOCALES } from '../../../domain/model/game.ts';
import { ORDER_STATUSES } from '../../../domain/model/order.ts';
import type { ItemRead } from '../../../domain/wire/item.ts';
import { COUPON_TYPES } from '../../../domain/model/coupon.ts';
import { countrySchema, ipAddressSchema, linkSchema, unixTimeSchema, uriSchema } from '../../api/schemas.ts';
import { withoutEffect } from '../../api/schema-walk.ts';
import { playerInfoReadSchema, playerInfoSchema } from '../players/player-schemas.ts';

/** The most that an item may cost in an order, in minor units: the bound of the prices in price templates. */
const HIGHEST_PRICE = 1_000_000_000_000;

/** `OrderItemCreate` of the published specification, and the price that the guides show for purchases from a game client. */
const orderItemCreateSchema = z.object({
  sku: z.string().min(1),
  name: z.string().nullish(),
  description: z.string().nullish(),
  image_url: z.union([uriSchema, z.literal('')]).nullish(),
  quantity: z.int().gt(0).nullish(),
  store_key: withoutEffect(z.string().nullish()),
  selected_plan_key: z.string().nullish(),
  price: z.int().min(0).max(HIGHEST_PRICE).nullish(),
  currency: z.enum(CURRENCIES).nullish(),
});

const redirectSettingsSchema = z.object({
  mode: z.enum(['no_redirect', 'immediate', 'delayed']).optional(),
  delay_seconds: z.number().gt(0).max(300).optional(),
  target: z.enum(['game', 'store']).optional(),
});

const uiSettingsSchema = z.object({
  mode: z.enum(['dark', 'light', 'auto']).optional(),
  show_player_info: z.boolean().optional(),
});

const PAYMENT_METHODS = ['card', 'paypal', 'apple_pay', 'google_pay', 'cashapp', 'klarna', 'venmo'] as const;

/** `OrderCreate` of the published specification. */
export const orderCreateSchema = z.object({
  items: z.array(orderItemCreateSchema).min(1),
  player_id: z.string(),
  email: z.email().optional(),
  player_info: playerInfoSchema.optional(),
  discount_percent: z.int().min(0).max(100).optional(),
  eligible_for_reward_points: z.int().optional(),
  eligible_for_loyalty_points: z.int().optional(),
  country: countrySchema.optional(),
  country_locked: z.boolean().optional(),
  redirect_settings: redirectSettingsSchema.optional(),
  ui_settings: uiSettingsSchema.optional(),
  ip_address: ipAddressSchema.optional(),
  user_agent: z.string().optional(),
  locale: z.enum(LOCALES).optional(),
  return_url: linkSchema.optional(),
  back_to_game_url: linkSchema.optional(),
  back_to_store_url: uriSchema.optional(),
  payment_methods_enabled: z.array(z.enum(PAYMENT_METHODS)).optional(),
  coupons_enabled: z.boolean().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  price_decimal: z.number().min(0).max(1_000_000_000).nullish(),
  currency: z.enum(CURRENCIES).nullish(),
  currency_preferred: z.boolean().optional(),
  price_template_id: z.string().nullish(),
  platform: z.enum(['ios', 'android', 'other']).nullish(),
  expires_at: unixTimeSchema.nullish(),
  coupon_code: z.string().min(1).nullish(),
});

export type OrderCreate = z.output<typeof orderCreateSchema>;

/** `OrderUpdate` of the published specification. */
export const orderUpdateSchema = z.object({ handled_by_client: z.boolean().optional() });

/** `OrderRefund` of the published specification. */
export const orderRefundSchema = z.object({ reason: z.string() });

/** `Item` of the published specification. */
export const itemReadSchema: z.ZodType<ItemRead> = z
  .lazy(() =>
    z.object({
      id: z.string(),
      sku: z.string(),
      name: z.string(),
      source: itemSourceSchema,
      description: z.string().optional(),
      image_url: z.string().optional(),
      quantity: z.int(),
      nested_items: z.array(itemReadSchema).optional(),
    }),
  )
  .meta({ id: 'Item' });

const itemSourceSchema = z.enum(['order', 'bonus', 'coupon', 'free_item', 'bundle']);

/** `OrderItemRead`. */
const orderItemReadSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      sku: z.string(),
      name: z.string(),
      source: itemSourceSchema,
      description: z.string().optional(),
      image_url: z.string().optional(),
      quantity: z.int(),
      nested_items: z.array(itemReadSchema).optional(),
      selected_plan_key: z.string().optional(),
      currency: z.string(),
      price: z.int().optional(),
      price_decimal: z.number().optional(),
    })
    .meta({ id: 'OrderItemRead' }),
);

/** A coupon on an order: `Coupon` of the published specification. */
export const appliedCouponSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      code: z.string(),
      name: z.string(),
      type: z.enum(COUPON_TYPES),
      discount_percent: z.int().optional(),
      bonus_percent: z.int().optional(),
      bonus_fixed: z.int().optional(),
    })
    .meta({ id: 'Coupon' }),
);

/** `OrderRead`. */
export const orderReadSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      receipt_number: z.string(),
      amount: z.int(),
      amount_before_discount: z.int(),
      currency: z.string(),
      player_id: z.string(),
      email: z.string().optional(),
      player_info: playerInfoReadSchema.optional(),
      items: z.array(orderItemReadSchema),
      status: z.enum(ORDER_STATUSES),
      created_at: z.int(),
      paid_at: z.int().optional(),
      metadata: z.record(z.string(), z.string()).optional(),
      expires_at: z.int(),
      checkout_url: z.string(),
      coupons: z.array(appliedCouponSchema).optional(),
      redirect_settings: redirectSettingsSchema.optional(),
      ui_settings: uiSettingsSchema.optional(),
      coupons_enabled: z.boolean().optional(),
      eligible_for_reward_points: z.int().optional(),
      eligible_for_loyalty_points: z.int().optional(),
    })
    .meta({ id: 'OrderRead' }),
);

/** `OrderCreateResponse`. */
export const orderCreatedSchema = z.lazy(() => z.object({ order_id: z.string(), checkout_url: z.string() }));
