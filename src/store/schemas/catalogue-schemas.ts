import * as z from 'zod';
import {
  COUPON_TYPES,
  type Coupon,
  type CouponFreeItem,
  type CreatorProgram,
} from '../../domain/model/coupon.ts';
import {
  LOCALES,
  LOGO_TYPES,
  type Branding,
  type DeclaredGame,
  type Game,
  type GameLocale,
  type StoredLogo,
  type Scenario,
} from '../../domain/model/game.ts';
import { SIGNATURE_TIMES, type GameClock } from '../../domain/model/game-clock.ts';
import type { IdSequence } from '../../domain/model/ids.ts';
import {
  ITEM_TYPES,
  type CatalogueItem,
  type ItemCategory,
  type NestedItem,
} from '../../domain/model/item.ts';
import type { EmailConsent, FreeUser, LoginToken, Player, PlayerProfile } from '../../domain/model/player.ts';
import {
  PLATFORMS,
  PRICE_CATEGORIES,
  type CustomPrice,
  type PriceTemplate,
} from '../../domain/model/price-template.ts';
import type { Resource } from '../../domain/model/resource.ts';
import {
  anything,
  fields,
  flag,
  maybeFlag,
  maybeNumber,
  maybeText,
  number,
  text,
  textMap,
  texts,
} from './fields.ts';
import { playerInfo } from './order-schemas.ts';
import { webhook } from './webhook-schemas.ts';
import { plan } from './subscription-schemas.ts';

const schedule = z.array(number);

const branding = fields<Branding>({
  color: maybeText,
  logo: z
    .union([fields<StoredLogo>({ type: z.enum(LOGO_TYPES), data: text }), z.strictObject({ url: text })])
    .nullable(),
});

export const game = fields<Game>({
  id: text,
  companyId: text,
  name: text,
  sandbox: flag,
  autoRefund: maybeFlag,
  retrySchedule: schedule.nullable(),
  resets: number,
  key: maybeText,
  declared: fields<DeclaredGame>({
    autoRefund: maybeFlag,
    retrySchedule: schedule.nullable(),
    webhook: webhook.nullable(),
    items: z.array(z.unknown()),
    file: z.unknown(),
  }).nullable(),
  branding: branding.optional(),
  scenarios: z.array(fields<Scenario>({ name: text, order: anything })).optional(),
});

export const clock = fields<GameClock>({
  id: text,
  frozenAt: maybeNumber,
  offsetMs: number,
  signatureTime: z.enum(SIGNATURE_TIMES),
});

const counts = z.record(z.string(), number);

export const idSequence = fields<IdSequence>({ id: text, name: text, used: counts, kept: counts });

export const locale = fields<GameLocale>({
  id: text,
  gameId: text,
  locale: z.enum(LOCALES),
  publishedAt: maybeNumber,
  createdAt: number,
  modifiedAt: number,
});

export const player = fields<Player>({
  id: text,
  gameId: text,
  playerId: text,
  userId: text,
  info: playerInfo,
  email: maybeText,
  country: maybeText,
  profile: fields<PlayerProfile>({
    loyaltyPoints: number,
    emailConsent: fields<EmailConsent>({
      address: maybeText,
      grantedAt: maybeNumber,
      revokedAt: maybeNumber,
    }).nullable(),
    kept: anything,
  }),
  components: anything.optional(),
  createdAt: number,
  modifiedAt: number,
});

export const freeUser = fields<FreeUser>({ id: text, gameId: text, name: maybeText, avatarUrl: maybeText });

export const loginToken = fields<LoginToken>({
  id: text,
  gameId: text,
  userId: text,
  expiresAt: number,
  isSession: flag.optional(),
});

const translation = z.partialRecord(z.enum(LOCALES), text);

export const item = fields<CatalogueItem>({
  id: text,
  gameId: text,
  sku: text,
  name: text,
  description: maybeText,
  imageUrl: maybeText,
  type: z.enum(ITEM_TYPES),
  quantity: number,
  price: maybeNumber,
  currency: maybeText,
  priceTemplateId: maybeText,
  pricePoint: maybeNumber,
  rewardPointsPrice: maybeNumber,
  discountPercent: maybeNumber,
  bonusPercent: maybeNumber,
  isSystem: flag,
  isStackable: flag,
  isCurrency: flag,
  position: maybeNumber,
  categories: texts,
  rarityId: maybeText,
  nestedItems: z
    .array(fields<NestedItem>({ itemId: text, count: maybeNumber, appearance: anything }))
    .nullable(),
  fallbackItemId: maybeText,
  fallbackItemQuantity: maybeNumber,
  plans: z.array(plan).nullable(),
  comment: maybeText,
  meta: anything.nullable(),
  appearance: anything,
  archivedAt: maybeNumber,
  translations: fields<CatalogueItem['translations']>({ name: translation, description: translation }),
  createdAt: number,
  modifiedAt: number,
});

export const itemCategory = fields<ItemCategory>({
  id: text,
  gameId: text,
  name: text,
  position: number,
  parentId: maybeText,
  appearance: anything,
  createdAt: number,
  modifiedAt: number,
});

export const priceTemplate = fields<PriceTemplate>({
  id: text,
  gameId: text,
  key: maybeText,
  name: text,
  price: number,
  category: z.enum(PRICE_CATEGORIES),
  customs: z.array(
    fields<CustomPrice>({ amount: number, currency: text, country: text, platform: z.enum(PLATFORMS) }),
  ),
  createdAt: number,
  modifiedAt: number,
});

export const coupon = fields<Coupon>({
  id: text,
  gameId: text,
  code: text,
  name: text,
  type: z.enum(COUPON_TYPES),
  discountPercent: maybeNumber,
  discountAmountUsd: maybeNumber,
  bonusPercent: maybeNumber,
  bonusFixed: maybeNumber,
  freeItems: z.array(fields<CouponFreeItem>({ itemId: text, quantity: number })).nullable(),
  applicableItemIds: texts.nullable(),
  playerIds: texts.nullable(),
  excludePlayerIds: texts.nullable(),
  minAmount: maybeNumber,
  maxRedemptions: maybeNumber,
  maxRedemptionsPerUser: maybeNumber,
  startAt: maybeNumber,
  endAt: maybeNumber,
  expiresAt: maybeNumber,
  categoryId: maybeText,
  creatorProgram: fields<CreatorProgram>({
    creator_id: text,
    reward: number,
    verbal_terms: text,
    message: text,
    inherits_from_tier: flag,
  }).nullable(),
  kept: anything,
  createdAt: number,
  modifiedAt: number,
});

export const resource = fields<Resource>({
  id: text,
  gameId: text,
  kind: text,
  key: text,
  scope: textMap,
  data: z.record(z.string(), z.json()),
  createdAt: number,
  modifiedAt: number,
});
