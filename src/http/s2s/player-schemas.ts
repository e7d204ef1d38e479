import { z } from 'zod';

const anyObject = z.record(z.string(), z.unknown());
const strings = z.record(z.string(), z.string());

/** `PlayerAttributes` of the published specification. */
const playerAttributesSchema = z.looseObject({
  level: z.int().optional(),
  platform: z.enum(['any', 'ios', 'android', 'other']).optional(),
  marketplace: z
    .enum(['none', 'app_store', 'google_play', 'aghanim', 'other', 'one_store', 'galaxy_store'])
    .optional(),
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
