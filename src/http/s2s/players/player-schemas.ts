import * as z from 'zod';
import { countrySchema, unixTimeSchema } from '../../api/schemas.ts';
import { withoutEffect } from '../../api/schema-walk.ts';

const anyObject = z.record(z.string(), z.unknown());
const strings = z.record(z.string(), z.string());

const marketplaceSchema = z.enum([
  'none',
  'app_store',
  'google_play',
  'aghanim',
  'other',
  'one_store',
  'galaxy_store',
]);

/** `PlayerAttributes` of the published specification. */
const playerAttributesSchema = z.looseObject({
  level: z.int().optional(),
  platform: z.enum(['any', 'ios', 'android', 'other']).optional(),
  marketplace: marketplaceSchema.optional(),
  device_type: z.enum(['Apple', 'Android', 'Unknown', 'Other']).optional(),
  tags: z.array(z.enum(['tester'])).optional(),
  soft_currency_amount: z.int().optional(),
  hard_currency_amount: z.int().optional(),
  appsflyer_id: z.string().optional(),
  appsflyer_app_id: z.string().optional(),
  appsflyer_meta: anyObject.optional(),
  appsflyer_event_params: anyObject.optional(),
  appsflyer_customer_user_id: z.string().optional(),
  adjust_device_id: strings.optional(),
  adjust_adid: z.string().optional(),
  adjust_app_token: z.string().optional(),
  adjust_authorization_token: z.string().optional(),
  adjust_purchase_event_token: z.string().optional(),
  adjust_callback_params: strings.optional(),
  adjust_partner_params: strings.optional(),
  singular_device_id: strings.optional(),
  singular_app_id: z.string().optional(),
  devtodev_appid: z.string().optional(),
  devtodev_apikey: z.string().optional(),
  devtodev_device_id: z
    .object({
      deviceId: z.string().optional(),
      devtodevId: z.int().optional(),
      userId: z.string().optional(),
      advertisingId: z.string().optional(),
    })
    .optional(),
  ga4_client_id: z.string().optional(),
  ga4firebase_app_instance_id: z.string().optional(),
  ga4_user_id: z.string().max(256).optional(),
});

/** `PlayerInfo` of the published specification. */
export const playerInfoSchema = z.object({
  attributes: playerAttributesSchema.optional(),
  custom_attributes: anyObject.optional(),
  name: z.string().optional(),
  avatar_url: z.string().optional(),
});

/** `PersistentPlayerAttributes` of the published specification. */
const persistentAttributesSchema = playerAttributesSchema.extend({
  saved_ach: z.boolean().optional(),
  saved_card: z.boolean().optional(),
  game_hub_last_sent_popup_unread: z.int().optional(),
  game_hub_last_sent_popup_read: z.int().optional(),
  prev_last_active_at: z.int().optional(),
  subscriptions: z.record(z.string(), z.int()).optional(),
  purchases_count: z.int().optional(),
  is_pwa_installed: z.boolean().optional(),
  pwa_visit_at: z.int().optional(),
  pwa_install_at: z.int().optional(),
  first_pwa_install_at: z.int().optional(),
  last_period_purchase_stat: z
    .record(z.string(), z.object({ start_calc_at: z.int(), ltv: z.int() }))
    .optional(),
});

const consentSchema = z.object({
  granted_at: unixTimeSchema.optional(),
  revoked_at: unixTimeSchema.optional(),
});

/** `UserUpdate` of the published specification. */
export const playerUpdateSchema = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  country: countrySchema.optional(),
  avatar_url: z.string().optional(),
  attributes: persistentAttributesSchema.optional(),
  custom_attributes: anyObject.optional(),
  marketing_consent: z.object({ email: consentSchema.optional() }).optional(),
  banned: z.boolean().optional(),
  banned_reason: z.string().optional(),
  segments: z.array(z.string()).optional(),
  creator_program_id: z.string().max(32).optional(),
  registration_marketplace: marketplaceSchema.optional(),
  balances: z.array(z.object({ sku: z.string(), quantity: z.int() })).optional(),
  custom_attributes_from_deeplink: anyObject.optional(),
});

export type PlayerUpdateBody = z.output<typeof playerUpdateSchema>;

/** `IssueLoyaltyPointsRequest` of the published specification. */
export const loyaltyPointsSchema = z.object({ amount: z.int().gt(0) });

/** `EmailMarketingConsentGrant` of the published specification. */
export const consentGrantSchema = z.object({ address: z.email() });

const scalar = z.union([z.boolean(), z.number(), z.string()]);

/** `LoginRequest` of the published specification, whose `player_info` bounds the custom attributes. */
export const loginSchema = z.object({
  player_id: z.string(),
  nonce: z.string().optional(),
  redirect_path: withoutEffect(z.string().optional()),
  player_info: playerInfoSchema
    .extend({ custom_attributes: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional() })
    .optional(),
});

/** `PlayerInfo` as it is answered: the attributes as they were sent. */
export const playerInfoReadSchema = z.lazy(() =>
  z
    .object({
      attributes: anyObject.optional(),
      custom_attributes: anyObject.optional(),
      name: z.string().optional(),
      avatar_url: z.string().optional(),
    })
    .meta({ id: 'PlayerInfo' }),
);

/** `PlayerRead`. */
export const playerReadSchema = z.lazy(() =>
  z
    .object({
      id: z.string().describe('The id of the user behind the player.'),
      player_id: z.string(),
      attributes: anyObject.optional(),
      custom_attributes: anyObject.optional(),
      loyalty_points: z.int(),
    })
    .meta({ id: 'PlayerRead' }),
);

/** `LoginResponse`. */
export const loginAnswerSchema = z.lazy(() => z.object({ authorization_url: z.string() }));

/** `UserRead`. */
export const userReadSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string().optional(),
      avatar_url: z.string().optional(),
      player_id: z.string().optional(),
    })
    .meta({ id: 'UserRead' }),
);
