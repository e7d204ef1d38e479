import * as z from 'zod';
import { POINTS_PRICE_SOURCES, SALES_CHANNELS } from '../../../domain/model/loyalty.ts';
import { expressionSchema, unixTimeSchema, uriSchema } from '../../api/schemas.ts';
import { withoutEffect } from '../../api/schema-walk.ts';
import { catalogueItemSchema, pictureSchema } from '../items/item-schemas.ts';

const priceSource = z.enum(POINTS_PRICE_SOURCES).nullable();
const excludedChannels = z.array(z.enum(SALES_CHANNELS)).nullable();

/** `LoyaltySettingsUpdate` of the published specification. */
export const programUpdateSchema = z.object({
  name: z.string().max(255).optional(),
  key: z.string().optional(),
  description: z.string().max(1024).optional(),
  image_url: pictureSchema.optional(),
  custom_icon_url: uriSchema.optional(),
  activated_at: unixTimeSchema.optional(),
  end_at: unixTimeSchema.optional(),
  period: z.int().min(0).lt(365).optional(),
  repeatable: z.boolean().optional(),
  requirements_expression: expressionSchema.optional(),
  points_rate: z.number().optional(),
  price_source: priceSource.optional(),
  excluded_sales_channels: excludedChannels.optional(),
  show_store_button: z.boolean().optional(),
});

export type ProgramUpdate = z.output<typeof programUpdateSchema>;

const programFields = {
  id: z.string(),
  game_id: z.string(),
  name: z.string(),
  key: z.string().nullable(),
  description: z.string().nullable(),
  image_url: z.string().nullable(),
  custom_icon_url: z.string().nullable(),
  activated_at: z.int().nullable(),
  end_at: z.int().nullable(),
  period: z.int(),
  repeatable: z.boolean(),
  requirements_expression: expressionSchema.nullable(),
  points_rate: z.number(),
  price_source: priceSource,
  excluded_sales_channels: excludedChannels,
  show_store_button: z.boolean(),
};

/** `LoyaltySettings`. */
export const programReadSchema = z.lazy(() => z.object(programFields).meta({ id: 'LoyaltySettings' }));

/** `LoyaltySettingsDashboardRead`. */
export const programWithWindowSchema = z.lazy(() =>
  z
    .object({
      ...programFields,
      time_window: z.object({ start_at: z.int().optional(), end_at: z.int().optional() }),
    })
    .meta({ id: 'LoyaltySettingsDashboardRead' }),
);

/** A list of `LoyaltyTierCreateUpdate`. */
export const tiersSchema = z.array(
  z.object({
    id: z.string().optional(),
    name: z.string().max(255),
    points: z.int().gt(0),
    image_url: pictureSchema,
    items: z
      .array(
        z.object({
          id: z.string(),
          count: z.int().gt(0).nullish(),
          sku: withoutEffect(z.string().optional()),
        }),
      )
      .min(1)
      .max(10),
  }),
);

/** `LoyaltyItem`: an item of the catalogue, and how much of it the tier gives. */
export const tierItemSchema = z.lazy(() =>
  catalogueItemSchema
    .unwrap()
    .omit({ model_type: true, is_system: true, comment: true, fallback_item: true, nested_items_read: true })
    .extend({ count: z.int().optional() })
    .meta({ id: 'LoyaltyItem' }),
);

/** `LoyaltyTier`. */
export const tierReadSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      points: z.int(),
      image_url: z.string(),
      items: z.array(tierItemSchema),
    })
    .meta({ id: 'LoyaltyTier' }),
);
