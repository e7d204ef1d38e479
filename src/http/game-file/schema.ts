import * as z from 'zod';
import { CLOCK_MODES } from '../../domain/games/clocks.ts';
import { SCENARIOS_LIMIT } from '../../domain/games/scenarios.ts';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { SIGNATURE_TIMES } from '../../domain/model/game-clock.ts';
import { LOCALES } from '../../domain/model/game.ts';
import type { Json } from '../../domain/model/resource.ts';
import { uriSchema, unixTimeSchema } from '../api/schemas.ts';
import { achievementCreateSchema } from '../s2s/achievements/achievements.ts';
import { couponCreateSchema } from '../s2s/coupons/coupon-schemas.ts';
import { creatorCreateSchema } from '../s2s/creators/creator-schemas.ts';
import { categoryCreateSchema } from '../s2s/items/categories.ts';
import {
  itemCreateSchema,
  itemTranslateSchema,
  itemUpdateSchema,
  pictureSchema,
} from '../s2s/items/item-schemas.ts';
import { templateCreateSchema } from '../s2s/items/price-templates.ts';
import { leaderboardCreateSchema } from '../s2s/leaderboards/leaderboards.ts';
import { programUpdateSchema } from '../s2s/loyalty/loyalty-schemas.ts';
import { webhookCreateSchema } from '../s2s/webhooks/webhooks.ts';
import { brandingSchema } from './branding-schema.ts';

export const GAME_FILE_FORMAT = 'aghanim-emulator-game';

/** Rises when a file of this version is no longer understood by an older emulator. */
export const GAME_FILE_VERSION = 1;

/** How large a file may be: its bytes, and the values in it. */
export const GAME_FILE_LIMIT = { bytes: 4 * 1024 * 1024, values: 200_000 } as const;

/** By what other parts of the file name a record. The sign keeps texts of the game from being taken for one. */
const localId = z.string().max(300).regex(/^@\S/, 'A name within the file must begin with @');

const secret = z.string().min(1).max(256);

const webhookSchema = z.strictObject({
  ...webhookCreateSchema.shape,
  method: webhookCreateSchema.shape.method.default('POST'),
  events: z.array(z.enum(EVENT_TYPES)).default(['item.add', 'item.remove']),
  paused: z.boolean().default(false),
  secret: secret.optional().describe('Without one, the import makes one.'),
});

const itemSchema = z.strictObject({
  ...itemUpdateSchema.shape,
  sku: itemCreateSchema.shape.sku,
  name: itemCreateSchema.shape.name,
  translations: itemTranslateSchema.optional(),
});

const creatorSchema = z.strictObject({
  ...creatorCreateSchema.omit({ coupon_code: true }).shape,
  id: localId.optional(),
  coupon_code: couponCreateSchema.shape.code.optional().describe('Of the coupon that was made with them.'),
  revenue_share_override_enabled: z.boolean().default(false),
  revenue_share_override_bps: z.int().min(0).max(10_000).default(0),
});

const tierSchema = z.strictObject({
  id: localId.optional(),
  name: z.string().max(255),
  points: z.int().gt(0),
  image_url: pictureSchema,
  items: z.array(z.strictObject({ id: z.string(), count: z.int().gt(0).optional() })).max(10),
});

const json: z.ZodType<Json> = z.lazy(() => z.json());

const resourceSchema = z.strictObject({
  kind: z
    .string()
    .regex(/^\/v\d+\/[\w/{}-]+$/)
    .max(256),
  key: z.string().min(1).max(300),
  scope: z.record(z.string(), z.string()).default({}),
  data: z.record(z.string(), json),
});

export const scenarioSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  order: z.record(z.string(), z.unknown()).describe('A body of POST /v1/orders.'),
});

/** Parts of a game that its players never change. */
const contentFields = {
  locales: z
    .array(z.strictObject({ locale: z.enum(LOCALES), published_at: unixTimeSchema.optional() }))
    .default([]),
  item_categories: z
    .array(z.strictObject({ ...categoryCreateSchema.shape, id: localId.optional() }))
    .max(2000)
    .default([])
    .describe('Bodies of POST /v1/item_categories.'),
  price_templates: z
    .array(z.strictObject({ ...templateCreateSchema.shape, id: localId.optional() }))
    .max(2000)
    .default([])
    .describe('Bodies of POST /v1/price_templates.'),
  items: z
    .array(itemSchema)
    .default([])
    .describe('Bodies of POST /v1/items. Other parts name an item as @item/ and its SKU.'),
  creators: z.array(creatorSchema).default([]),
  coupons: z
    .array(z.strictObject(couponCreateSchema.shape))
    .default([])
    .describe('Bodies of POST /v1/coupons.'),
  achievements: z.array(z.strictObject(achievementCreateSchema.shape)).default([]),
  leaderboards: z
    .array(z.strictObject({ ...leaderboardCreateSchema.shape, id: localId.optional() }))
    .default([]),
  loyalty: z
    .strictObject({
      ...programUpdateSchema.shape,
      custom_icon_url: uriSchema.optional(),
      tiers: z.array(tierSchema).max(1000).default([]),
    })
    .optional(),
  resources: z
    .array(resourceSchema)
    .default([])
    .describe('Records of operations that only the specification of --spec describes.'),
};

/** A game as one file. */
export const gameFileSchema = z.strictObject({
  format: z.literal(GAME_FILE_FORMAT),
  version: z.literal(GAME_FILE_VERSION),
  name: z.string().min(1).max(100),
  ids: z.enum(['random', 'sequence']).default('random'),
  branding: brandingSchema.optional(),
  settings: z
    .strictObject({
      auto_refund: z.boolean().nullable().default(null),
      retry_schedule: z.string().nullable().default(null),
    })
    .default({ auto_refund: null, retry_schedule: null }),
  clock: z
    .strictObject({
      mode: z.enum(CLOCK_MODES).default('real'),
      signature_time: z.enum(SIGNATURE_TIMES).default('real'),
    })
    .default({ mode: 'real', signature_time: 'real' }),
  webhooks: z.array(webhookSchema).max(1000).default([]),
  ...contentFields,
  scenarios: z.array(scenarioSchema).max(SCENARIOS_LIMIT).default([]),
});

export type GameFile = z.output<typeof gameFileSchema>;

/** A game file as it is written: fields with a default may be missing. */
export type WrittenGameFile = z.input<typeof gameFileSchema>;
