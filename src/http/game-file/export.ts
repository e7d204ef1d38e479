import type * as z from 'zod';
import { clockOf, modeOf } from '../../domain/games/clocks.ts';
import { findProgram } from '../../domain/loyalty/program.ts';
import type { Coupon } from '../../domain/model/coupon.ts';
import type { Creator } from '../../domain/model/creator.ts';
import { LOCALES, type Game } from '../../domain/model/game.ts';
import type { CatalogueItem, Translation } from '../../domain/model/item.ts';
import type { LoyaltyProgram } from '../../domain/model/loyalty.ts';
import { formatRetrySchedule } from '../../domain/model/retry-schedule.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import type { Webhook } from '../../domain/model/webhook.ts';
import { seconds } from '../../domain/wire/time.ts';
import { couponCreateSchema } from '../s2s/coupons/coupon-schemas.ts';
import { couponRead } from '../s2s/coupons/coupon-wire.ts';
import { creatorProfileRead } from '../s2s/creators/creators.ts';
import { categoryCreateSchema, categoryRead } from '../s2s/items/categories.ts';
import { itemUpdateSchema } from '../s2s/items/item-schemas.ts';
import { catalogueItemRead, withoutNulls } from '../s2s/items/item-wire.ts';
import { programUpdateSchema } from '../s2s/loyalty/loyalty-schemas.ts';
import { programRead } from '../s2s/loyalty/loyalty.ts';
import { webhookFields } from '../s2s/webhooks/webhooks.ts';
import { brandingRead } from './branding-schema.ts';
import { localNames, renamed } from './references.ts';
import { GAME_FILE_FORMAT, GAME_FILE_VERSION, type WrittenGameFile } from './schema.ts';

/**
 * Everything that makes a game, in an order that only the game decides: no key, no players, no orders and what follows
 * from them.
 *
 * @param secrets whether the secrets of the webhooks are part of it
 */
export function exportGame(tables: ReadTables, game: Game, secrets: boolean): WrittenGameFile {
  const { id, name, autoRefund, retrySchedule, scenarios = [] } = game;
  const clock = clockOf(tables, id);
  const names = localNames(tables, id);
  const numbered = <T extends { readonly id: string }>(records: readonly T[], body: (record: T) => object) =>
    records.map((record) => ({ id: names.get(record.id) ?? record.id, ...body(record) }));
  const program = findProgram(tables, id);
  const file = {
    format: GAME_FILE_FORMAT,
    version: GAME_FILE_VERSION,
    name,
    ids: tables.idSequences.get(id) === undefined ? 'random' : 'sequence',
    branding: brandingRead(game.branding),
    settings: {
      auto_refund: autoRefund,
      retry_schedule: retrySchedule && formatRetrySchedule(retrySchedule),
    },
    clock: { mode: modeOf(clock), signature_time: clock.signatureTime },
    webhooks: tables.webhooks.by('game', id).map((webhook) => webhookPart(webhook, secrets)),
    locales: tables.locales.by('game', id).map(({ locale, publishedAt }) => ({
      locale,
      ...(publishedAt !== null && { published_at: seconds(publishedAt) }),
    })),
    item_categories: numbered(tables.itemCategories.by('game', id), (category) =>
      picked(categoryCreateSchema, categoryRead(category)),
    ),
    price_templates: numbered(tables.priceTemplates.by('game', id), ({ key, customs, ...template }) => ({
      ...(key !== null && { key }),
      name: template.name,
      price: template.price,
      category: template.category,
      customs: customs.map(({ country, currency, platform, amount }) => ({
        country,
        currency,
        platform,
        price: amount,
      })),
    })),
    items: tables.items.by('game', id).map((item) => itemPart(tables, item)),
    creators: numbered(tables.creators.by('game', id), (creator) => creatorPart(tables, creator)),
    coupons: tables.coupons.by('game', id).map((coupon) => couponPart(tables, coupon)),
    achievements: tables.achievements
      .by('game', id)
      .map(({ description, imageUrl, type, ...achievement }) => ({
        name: achievement.name,
        description,
        image_url: imageUrl,
        type,
        position: achievement.position,
      })),
    leaderboards: numbered(tables.leaderboards.by('game', id), ({ startAt, endAt, ...leaderboard }) => ({
      name: leaderboard.name,
      description: leaderboard.description,
      visibility: leaderboard.visibility,
      ...(startAt !== null && { start_at: seconds(startAt) }),
      ...(endAt !== null && { end_at: seconds(endAt) }),
    })),
    ...(program && { loyalty: loyaltyPart(tables, program, names) }),
    resources: tables.resources
      .by('game', id)
      .map(({ kind, key, scope, data }) => ({ kind, key, scope, data })),
    scenarios,
  };
  // What is left is the JSON of it, in which the parts name each other.
  return renamed(JSON.parse(JSON.stringify(file)) as WrittenGameFile, names);
}

/** The fields of a body that a request takes; what only reading shows is left out. */
function picked(schema: z.ZodObject, body: object): object {
  const fields = new Map(Object.entries(body));
  const names = Object.keys(schema.shape).filter((name) => fields.get(name) !== undefined);
  return Object.fromEntries(names.map((name) => [name, fields.get(name)]));
}

function webhookPart(webhook: Webhook, secrets: boolean) {
  const { id: _id, game_id: _game, ...fields } = webhookFields(webhook);
  const paused = (webhook.pausedAt ?? null) !== null;
  return { ...fields, paused, ...(secrets && { secret: webhook.secret }) };
}

function itemPart(tables: ReadTables, item: CatalogueItem) {
  const { nested_items: nested, ...read } = catalogueItemRead(tables, item);
  const { price, currency, translations } = item;
  const { name, description } = translations;
  // A price of a template is that of the template.
  const own = { ...read, price: price ?? undefined, currency: currency ?? undefined };
  const hasTranslations = Object.keys(name).length + Object.keys(description).length > 0;
  return {
    ...picked(itemUpdateSchema, own),
    ...(nested && { nested_items: nested.map(({ id: _id, ...part }) => part) }),
    ...(hasTranslations && {
      translations: { name: inOrder(name), description: inOrder(description) },
    }),
  };
}

function inOrder(translation: Translation): Translation {
  return Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const text = translation[locale];
      return text === undefined ? [] : [[locale, text] as const];
    }),
  );
}

function creatorPart(tables: ReadTables, creator: Creator) {
  const coupon = tables.coupons.get(creator.couponId);
  return {
    ...creatorProfileRead(creator),
    ...(coupon && { coupon_code: coupon.code }),
    revenue_share_override_enabled: creator.shareOverrideEnabled,
    revenue_share_override_bps: creator.shareOverrideBps,
  };
}

/** Without what was deleted since: free items, and the creator. */
function couponPart(tables: ReadTables, coupon: Coupon) {
  const { freeItems, creatorProgram } = coupon;
  const isKnown = creatorProgram !== null && tables.creators.get(creatorProgram.creator_id) !== undefined;
  return picked(
    couponCreateSchema,
    couponRead(tables, {
      ...coupon,
      freeItems: freeItems?.filter(({ itemId }) => tables.items.get(itemId) !== undefined) ?? null,
      creatorProgram: isKnown ? creatorProgram : null,
    }),
  );
}

function loyaltyPart(tables: ReadTables, program: LoyaltyProgram, names: ReadonlyMap<string, string>) {
  const read = programRead(program);
  const { price_source, excluded_sales_channels } = read;
  return {
    ...picked(programUpdateSchema, { ...withoutNulls(read), price_source, excluded_sales_channels }),
    tiers: program.tiers.map(({ id, name, points, imageUrl, items }) => ({
      id: names.get(id) ?? id,
      name,
      points,
      image_url: imageUrl,
      items: items
        .filter(({ itemId }) => tables.items.get(itemId) !== undefined)
        .map(({ itemId, count }) => ({ id: itemId, ...(count !== null && { count }) })),
    })),
  };
}
