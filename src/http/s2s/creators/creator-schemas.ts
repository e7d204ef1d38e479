import * as z from 'zod';
import { SOCIAL_PLATFORMS } from '../../../domain/model/creator.ts';
import { pageParameters } from '../../api/pagination.ts';
import { booleanParameter } from '../../api/parameters.ts';
import { countrySchema, uriSchema } from '../../api/schemas.ts';

const platform = z.enum(SOCIAL_PLATFORMS);
const socialMedias = z.array(z.object({ url: z.string(), platform: platform.optional() }));

const profileFields = {
  name: z.string(),
  email: z.string(),
  avatar_url: uriSchema.optional(),
  extra_terms_url: uriSchema.optional(),
  extra_terms_text: z.string().optional(),
  social_medias: socialMedias.optional(),
  creator_tier_group_id: z.string().optional(),
};

/** `CreatorCreate` of the published specification. */
export const creatorCreateSchema = z.object({ ...profileFields, coupon_code: z.string().max(20).optional() });

/** `CreatorUpdate`. */
export const creatorUpdateSchema = z
  .object({
    ...profileFields,
    revenue_share_override_enabled: z.boolean(),
    revenue_share_override_bps: z.int().min(0).max(10_000),
  })
  .partial();

export type CreatorUpdate = z.output<typeof creatorUpdateSchema>;

/** The query of `get_creators`. */
export const creatorQuerySchema = z.object({
  ...pageParameters(),
  q: z.string().optional(),
  platform: platform.optional(),
  terms_accepted: booleanParameter.optional(),
  creator_tier_group_id: z.string().optional(),
  country: countrySchema.optional(),
});

/** `CreatorRead`. */
export const creatorReadSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      avatar_url: z.string().optional(),
      extra_terms_url: z.string().optional(),
      extra_terms_text: z.string().optional(),
      social_medias: socialMedias,
      creator_tier_group_id: z.string().optional(),
      coupon_count: z.int(),
      revenue: z.int(),
      balance: z.int(),
      lifetime_gross_usd_cents: z.int(),
      revenue_share_override_enabled: z.boolean(),
      revenue_share_override_bps: z.int(),
    })
    .meta({ id: 'CreatorRead' }),
);

/** The published page of creators, with their number. */
export const creatorPageSchema = z.lazy(() =>
  z.object({
    data: z.array(creatorReadSchema),
    total: z.int(),
    limit: z.int(),
    offset: z.int(),
    has_next: z.boolean(),
  }),
);

const viewFigures = { views: z.int(), likes: z.int(), comments: z.int() };

/** `CreatorSocialAccountRead`. */
export const socialAccountSchema = z.lazy(() =>
  z
    .object({
      platform,
      handle: z.string(),
      sync_status: z.literal('pending'),
      synced_at: z.int(),
      channel: z.object({ followers: z.int(), total_views: z.int(), total_content_count: z.int() }),
      content: z.array(
        z.object({
          url: z.string(),
          title: z.string(),
          thumbnail_url: z.string(),
          published_at: z.iso.datetime(),
          ...viewFigures,
        }),
      ),
      performance: z.array(
        z.object({
          content_url: z.string(),
          title: z.string(),
          thumbnail_url: z.string(),
          published_at: z.iso.datetime(),
          taken_at: z.iso.datetime(),
          window_days: z.int(),
          metrics: z.object(viewFigures),
        }),
      ),
    })
    .meta({ id: 'CreatorSocialAccountRead' }),
);
