import * as z from 'zod';
import type { DomainContext } from '../../../domain/model/context.ts';
import {
  createCreator,
  type CreatorChange,
  deleteCreator,
  findCreators,
  getCreator,
  updateCreator,
} from '../../../domain/creators/creators.ts';
import { earningsOf } from '../../../domain/creators/earnings.ts';
import { handleOf, platformOf } from '../../../domain/creators/social-media.ts';
import type { Creator } from '../../../domain/model/creator.ts';
import { seconds } from '../../../domain/wire/time.ts';
import { operation } from '../../api/operation.ts';
import { pageOf } from '../../api/pagination.ts';
import { countrySchema } from '../../api/schemas.ts';
import { emptyAsNull, withoutNulls } from '../items/item-wire.ts';
import {
  creatorCreateSchema,
  creatorPageSchema,
  creatorQuerySchema,
  creatorReadSchema,
  creatorUpdateSchema,
  type CreatorUpdate,
  socialAccountSchema,
} from './creator-schemas.ts';

const CREATORS = '/v1/creators';
const CREATOR = '/v1/creators/{creator_id}';
const UNKNOWN = 'The game has no such creator.';

export const creatorOperations = [
  operation({
    id: 'get_creator_countries',
    method: 'GET',
    path: `${CREATORS}/countries`,
    summary: 'List the countries that creators named with the terms: none, as they accept no terms here.',
    response: { 200: z.array(countrySchema) },
    run: () => [],
  }),
  operation({
    id: 'get_creators',
    method: 'GET',
    path: CREATORS,
    summary: 'List creators.',
    query: creatorQuerySchema,
    response: { 200: creatorPageSchema },
    run: ({ app, game, query }) => {
      const { limit, offset } = query;
      const found = findCreators(app.domain.store.tables, game.id, {
        text: query.q,
        platform: query.platform,
        tierGroupId: query.creator_tier_group_id,
        termsAccepted: query.terms_accepted,
        country: query.country,
      });
      const data = pageOf(found, query).map((creator) => creatorRead(app.domain, creator));
      const total = found.length;
      return { data, total, limit, offset, has_next: offset + data.length < total };
    },
  }),
  operation({
    id: 'create_creator',
    method: 'POST',
    path: CREATORS,
    summary: 'Create a creator, with a coupon that attributes orders to them.',
    body: creatorCreateSchema,
    response: { 201: creatorReadSchema },
    errors: { 409: 'Another coupon has the code.' },
    run: ({ app, game, body }) => {
      const created = createCreator(app.domain, game, {
        ...newCreatorProfile(body),
        couponCode: emptyAsNull(body.coupon_code) ?? null,
      });
      return creatorRead(app.domain, created);
    },
  }),
  operation({
    id: 'get_creator',
    method: 'GET',
    path: CREATOR,
    summary: 'Read a creator, and what their orders have brought.',
    response: { 200: creatorReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      creatorRead(app.domain, getCreator(app.domain.store.tables, game.id, params.creator_id)),
  }),
  operation({
    id: 'update_creator',
    method: 'PUT',
    path: CREATOR,
    summary: 'Change a creator.',
    body: creatorUpdateSchema,
    response: { 200: creatorReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) =>
      creatorRead(app.domain, updateCreator(app.domain, game, params.creator_id, creatorChange(body))),
  }),
  operation({
    id: 'delete_creator',
    method: 'DELETE',
    path: CREATOR,
    summary: 'Delete a creator, with the coupon that was made with them.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteCreator(app.domain, game, params.creator_id);
    },
  }),
  operation({
    id: 'get_creator_social_accounts',
    method: 'GET',
    path: `${CREATOR}/social-accounts`,
    summary: 'List the social media accounts of a creator. Nothing is fetched from them.',
    response: { 200: z.array(socialAccountSchema) },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      socialAccounts(getCreator(app.domain.store.tables, game.id, params.creator_id)),
  }),
];

/** What a new creator is, in the domain's names. */
export function newCreatorProfile(body: Omit<z.output<typeof creatorCreateSchema>, 'coupon_code'>) {
  return {
    name: body.name,
    email: body.email,
    avatarUrl: body.avatar_url ?? null,
    extraTermsUrl: body.extra_terms_url ?? null,
    extraTermsText: body.extra_terms_text ?? null,
    socialMedias: socialMedias(body.social_medias ?? []),
    tierGroupId: body.creator_tier_group_id ?? null,
  };
}

function creatorChange(body: CreatorUpdate): CreatorChange {
  return {
    name: body.name,
    email: body.email,
    avatarUrl: body.avatar_url,
    extraTermsUrl: body.extra_terms_url,
    extraTermsText: body.extra_terms_text,
    socialMedias: body.social_medias && socialMedias(body.social_medias),
    tierGroupId: body.creator_tier_group_id,
    shareOverrideEnabled: body.revenue_share_override_enabled,
    shareOverrideBps: body.revenue_share_override_bps,
  };
}

function socialMedias(given: NonNullable<CreatorUpdate['social_medias']>): Creator['socialMedias'] {
  return given.map(({ url, platform = null }) => ({ url, platform }));
}

/** `CreatorRead` of the published specification. Unset fields are absent, not null. */
function creatorRead({ store: { tables }, rules }: DomainContext, creator: Creator) {
  const { gross, revenue, balance } = earningsOf(tables, creator, rules);
  return {
    id: creator.id,
    ...creatorProfileRead(creator),
    coupon_count: tables.coupons.count('creator', creator.id),
    revenue,
    balance,
    lifetime_gross_usd_cents: gross,
    revenue_share_override_enabled: creator.shareOverrideEnabled,
    revenue_share_override_bps: creator.shareOverrideBps,
  };
}

/** What `CreatorCreate` and `CreatorRead` have in common. Unset fields are absent, not null. */
export function creatorProfileRead(creator: Creator) {
  return {
    name: creator.name,
    email: creator.email,
    ...withoutNulls({
      avatar_url: creator.avatarUrl,
      extra_terms_url: creator.extraTermsUrl,
      extra_terms_text: creator.extraTermsText,
      creator_tier_group_id: creator.tierGroupId,
    }),
    social_medias: creator.socialMedias.map(({ url, platform }) => ({
      url,
      ...(platform !== null && { platform }),
    })),
  };
}

const NOTHING_FETCHED = {
  sync_status: 'pending' as const,
  channel: { followers: 0, total_views: 0, total_content_count: 0 },
  content: [],
  performance: [],
};

/** `CreatorSocialAccountRead` of the published specification, whose fields are all required. */
function socialAccounts({ socialMedias: medias, createdAt }: Creator) {
  return medias.map((media) => ({
    platform: platformOf(media),
    handle: handleOf(media),
    synced_at: seconds(createdAt),
    ...NOTHING_FETCHED,
  }));
}
