import * as z from 'zod';
import { CURRENCIES } from '../../../domain/money/currencies.ts';
import { ITEM_ORDERS, ITEM_PRICE_TYPES } from '../../../domain/catalogue/item-search.ts';
import { LOCALES, type Locale } from '../../../domain/model/game.ts';
import { PERIOD_TYPES } from '../../../domain/model/subscription.ts';
import { ITEM_TYPES } from '../../../domain/model/item.ts';
import { booleanParameter, listParameter } from '../../api/parameters.ts';
import { LAST_UNIX_TIME, uriSchema, wideInteger } from '../../api/schemas.ts';
import { pageParameters } from '../../api/pagination.ts';

const anyObject = z.record(z.string(), z.unknown());
/** A link to a picture; empty for none. */
export const pictureSchema = z.union([z.literal(''), uriSchema]);

const highlightSchema = z.object({
  image_url: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
});

/** How a store shows an item. These fields are stored and returned as they were sent. */
const appearanceFields = {
  highlights: z
    .object({
      title: z.string().optional(),
      description: z.string().optional(),
      items: z.array(highlightSchema),
    })
    .nullish(),
  image_url_apple: uriSchema.optional(),
  icon_url: pictureSchema.optional(),
  icon_url_apple: uriSchema.optional(),
  image_url_featured: pictureSchema.optional(),
  image_url_featured_apple: uriSchema.optional(),
  background_image_url: pictureSchema.optional(),
  background_image_url_apple: uriSchema.optional(),
  background_image_color: z.string().optional(),
  featured_card_background_image_url: pictureSchema.optional(),
  featured_card_background_image_url_apple: uriSchema.optional(),
  view_option: z.enum(['default', 'skeleton']).optional(),
  duration: z.int().optional(),
  enable_reward_points_redemption: z.boolean().optional(),
};

/** Selects the fields that describe how a store shows the item. */
export const itemAppearanceSchema = z.object(appearanceFields);

/** How a store shows one item of a bundle. */
export const nestedAppearanceSchema = z.object({
  is_featured: z.boolean().optional(),
  meta: anyObject.optional(),
  image_url: uriSchema.optional(),
  view_type: z.enum(['separated']).optional(),
});

/** `NestedItem` of the published specification. */
const nestedItemSchema = nestedAppearanceSchema.extend({
  id: z.string().optional(),
  count: z.int().optional(),
  sku: z.string().optional(),
});

/** Days of a trial or grace period. */
const daysSchema = z.int().min(0).max(3650);

const eligibilitySchema = z.enum(['new_acquisition', 'returning']);

/**
 * What `SubscriptionPlan` has besides; stored and returned as it was sent. Only `account_lock_duration`,
 * `is_pause_allowed` and `offers` have an effect.
 */
const keptPlanFields = {
  price_point: z.int().optional(),
  grace_mode: z.enum(['free_to_paid', 'paid_to_paid']).optional(),
  account_lock_duration: z.int().optional(),
  change_payment_mode: z.boolean().optional(),
  is_downgrade_supported: z.boolean().optional(),
  is_pause_allowed: z.boolean().optional(),
  is_reactivation_allowed: z.boolean().optional(),
  offers: z
    .array(
      z.object({
        key: z.string(),
        name: z.string().optional(),
        description: z.string().optional(),
        discount_percent: z.int().optional(),
        eligibility_rules: z.array(eligibilitySchema).optional(),
        grace_extension: z.int().optional(),
        trial_extension: z.int().optional(),
        activation_limits: z.int().optional(),
      }),
    )
    .optional(),
  benefits: z.array(z.string()).optional(),
  nested_items: z.array(nestedItemSchema).optional(),
  type: z.enum(['default', 'special']).optional(),
};

export const keptPlanSchema = z.object(keptPlanFields);

/** `SubscriptionPlan` of the published specification, with bounds for periods. */
const planSchema = z.object({
  key: z.string().min(1).max(255),
  name: z.string().max(255),
  billing_cycle: z.object({ period_type: z.enum(PERIOD_TYPES), period_value: z.int().min(1).max(1000) }),
  renewal_type: z.enum(['auto', 'no_renew']),
  price: z.int().min(0).max(1e12).optional(),
  price_template_id: z.string().optional(),
  currency: z.enum(CURRENCIES).optional(),
  grace_period: daysSchema.optional(),
  trial_period: daysSchema.optional(),
  archived_at: z.number().min(0).max(LAST_UNIX_TIME).optional(),
  ...keptPlanFields,
});

/**
 * `SubscriptionSettings` of the published specification. There the store has them; here the item has them too, because
 * the emulator has no store with rules of its own.
 */
const subscriptionSettingsSchema = z.object({ plans: z.array(planSchema).max(50).optional() });

export type PlanBody = z.output<typeof planSchema>;

const quantitySchema = wideInteger().min(1).max(1e18);

/** `ItemCreate` of the published specification. */
export const itemCreateSchema = z.object({
  name: z.string().max(255),
  description: z.string().max(512).nullish(),
  price: z.int().optional(),
  price_template_id: z.string().optional(),
  reward_points_price: z.int().optional(),
  currency: z.enum(CURRENCIES),
  sku: z.string().max(255),
  image_url: pictureSchema.optional(),
  type: z.enum(ITEM_TYPES),
  quantity: quantitySchema.optional(),
  is_stackable: z.boolean(),
  is_currency: z.boolean(),
  position: z.int().optional(),
  categories: z.array(z.string()).optional(),
  nested_items: z.array(nestedItemSchema).optional(),
  rarity_id: z.string().optional(),
  fallback_item_id: z.string().optional(),
  fallback_item_quantity: quantitySchema.optional(),
  comment: z.string().optional(),
  is_system: z.boolean().nullish(),
  subscription_settings: subscriptionSettingsSchema.optional(),
  meta: anyObject.nullish(),
  ...appearanceFields,
});

/** `ItemBulkCreateOrUpdate`. */
export const itemPutSchema = itemCreateSchema.extend({
  price_point: z.int().gt(0).max(5_000_000).optional(),
});

/** `ItemUpdate`. */
export const itemUpdateSchema = itemPutSchema.partial().extend({
  discount_percent: z.int().gt(0).max(100).optional(),
  bonus_percent: z.int().gt(0).max(1000).optional(),
  archived_at: z.number().min(0).max(LAST_UNIX_TIME).optional(),
});

/** `ItemBulkUpdate`. */
export const itemPatchSchema = itemUpdateSchema.extend({ id: z.string() });

export type ItemPut = z.output<typeof itemPutSchema>;
export type ItemUpdate = z.output<typeof itemUpdateSchema>;

/** Why a bulk operation is refused with 409. */
export const NAMED_TWICE = 'The body names a record twice.';

/** `ItemBulkDelete`, `ItemCategoryBulkDelete`. */
export const bulkDeleteSchema = z.array(z.object({ id: z.string() }));

/** `LocaleMapping`: a text by language. */
const localeMappingSchema = z.object(
  Object.fromEntries(LOCALES.map((locale) => [locale, z.string().optional()])) as Record<
    Locale,
    z.ZodOptional<z.ZodString>
  >,
);

/** `ItemTranslate`. */
export const itemTranslateSchema = z.object({
  name: localeMappingSchema.optional(),
  description: localeMappingSchema.optional(),
});

export const itemQuerySchema = z.object({
  ...pageParameters(),
  state: z.enum(['active', 'archived']).optional(),
  search_string: z.string().optional(),
  category_id: z.union([z.string(), z.literal('unset')]).optional(),
  order_by: z.enum(ITEM_ORDERS).default('created_at'),
  rarity_id: z.string().optional(),
  item_stackable_type: z.enum(['stackable', 'non_stackable']).optional(),
  sort_order: z.enum(['asc', 'desc']).default('asc'),
  with_price: booleanParameter.optional(),
  item_price_type: z.enum(ITEM_PRICE_TYPES).optional(),
  types: listParameter.optional(),
  ids: listParameter.optional(),
});

export type ItemListQuery = z.output<typeof itemQuerySchema>;

/** An item without its fallback; of a bundle, with its parts. */
const plainItemSchema = z.lazy(() =>
  z.object({
    ...appearanceFields,
    model_type: z.literal('ItemRead'),
    id: z.string(),
    sku: z.string(),
    name: z.string(),
    description: z.string().optional(),
    type: z.enum(ITEM_TYPES),
    quantity: wideInteger(),
    is_stackable: z.boolean(),
    is_currency: z.boolean(),
    is_system: z.boolean(),
    categories: z.array(z.string()),
    currency: z.string(),
    price_minor_unit: z.int(),
    price: z.int().optional(),
    price_decimal: z.number().optional(),
    price_point: z.int().optional(),
    price_template_id: z.string().optional(),
    reward_points_price: z.int().optional(),
    discount_percent: z.int().optional(),
    bonus_percent: z.int().optional(),
    image_url: z.string().optional(),
    position: z.int().optional(),
    rarity_id: z.string().optional(),
    fallback_item_id: z.string().optional(),
    fallback_item_quantity: wideInteger().optional(),
    comment: z.string().optional(),
    subscription_settings: z.object({ plans: z.array(planSchema) }).optional(),
    meta: anyObject.optional(),
    archived_at: z.number().optional(),
    nested_items: z.array(nestedItemSchema).optional(),
    nested_items_read: z.array(nestedItemReadSchema).optional(),
    created_at: z.int(),
    modified_at: z.int(),
  }),
);

const nestedItemReadSchema: z.ZodType = z.lazy(() => plainItemSchema.unwrap()).meta({ id: 'NestedItemRead' });

/** `ItemRead`. */
export const catalogueItemSchema = z.lazy(() =>
  plainItemSchema
    .unwrap()
    .extend({ fallback_item: nestedItemReadSchema.optional() })
    .meta({ id: 'ItemRead' }),
);
