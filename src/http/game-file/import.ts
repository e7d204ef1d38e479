import { createAchievement } from '../../domain/achievements/achievements.ts';
import { createCategory, updateCategory } from '../../domain/catalogue/categories.ts';
import { newItem, writeItems } from '../../domain/catalogue/items.ts';
import { createTemplate } from '../../domain/catalogue/price-templates.ts';
import { translateItem } from '../../domain/catalogue/translations.ts';
import { addCoupon } from '../../domain/coupons/coupons.ts';
import { addCreator } from '../../domain/creators/creators.ts';
import { changeClock } from '../../domain/games/clocks.ts';
import { readRetrySchedule } from '../../domain/games/games.ts';
import { createLocale } from '../../domain/games/locales.ts';
import { createLeaderboard } from '../../domain/leaderboards/leaderboards.ts';
import { openProgram, updateProgram } from '../../domain/loyalty/program.ts';
import { replaceTiers } from '../../domain/loyalty/tiers.ts';
import { inTransaction, type DomainContext } from '../../domain/model/context.ts';
import { Conflict, invalidField, within, type FaultPath } from '../../domain/model/errors.ts';
import type { Game } from '../../domain/model/game.ts';
import { newId } from '../../domain/model/ids.ts';
import { createResource } from '../../domain/resources/resources.ts';
import { createWebhook } from '../../domain/webhooks/webhooks.ts';
import { milliseconds } from '../../domain/wire/time.ts';
import { newCoupon } from '../s2s/coupons/coupon-wire.ts';
import { newCreatorProfile } from '../s2s/creators/creators.ts';
import { categoryAppearanceSchema } from '../s2s/items/categories.ts';
import { emptyAsNull, newItemInput } from '../s2s/items/item-wire.ts';
import { customPrice } from '../s2s/items/price-templates.ts';
import { programChange } from '../s2s/loyalty/loyalty.ts';
import { brandingOf } from './branding-schema.ts';
import { LOCAL_NAMES, References } from './references.ts';
import type { GameFile } from './schema.ts';

/**
 * Gives an empty game everything that the file has, except the name. The caller runs it as one transaction.
 *
 * @throws Invalid with the places in the file that are wrong
 */
export function importGame(domain: DomainContext, game: Game, file: GameFile): void {
  importContent(domain, game, file);
  importWebhooks(domain, game, file.webhooks);
  const { settings, clock, branding, scenarios } = file;
  const retrySchedule =
    settings.retry_schedule === null
      ? null
      : within(['settings'], () => readRetrySchedule('retry_schedule', settings.retry_schedule ?? ''));
  if (clock.mode !== 'real' || clock.signature_time !== 'real') {
    changeClock(domain, game, { mode: clock.mode, signatureTime: clock.signature_time });
  }
  inTransaction(domain, ({ tables }) => {
    const changed = {
      ...(tables.games.get(game.id) ?? game),
      autoRefund: settings.auto_refund,
      retrySchedule,
    };
    tables.games.put({ ...changed, branding: brandingOf(branding), scenarios });
  });
}

/** The same without webhooks, settings, clock and look: what is for sale, and what else players see of it. */
export function importContent(domain: DomainContext, game: Game, file: GameFile): void {
  const references = new References();
  each('locales', file.locales, ({ locale, published_at: at }) => {
    createLocale(domain, game, { locale, publishedAt: at === undefined ? null : milliseconds(at) });
  });
  importCategories(domain, game, file.item_categories, references);
  each('price_templates', file.price_templates, ({ id, key = null, customs, ...template }) => {
    const { name, price, category } = template;
    const asked = { key, name, price, category, customs: customs.map(customPrice) };
    references.add(['id'], id, createTemplate(domain, game, asked).id);
  });
  importItems(domain, game, file.items, references);
  importCoupons(domain, game, file, references);
  each('achievements', file.achievements, ({ image_url: imageUrl, ...achievement }) => {
    const { id, type } = createAchievement(domain, game, { ...achievement, imageUrl });
    references.add(['type'], LOCAL_NAMES.achievement(type), id);
  });
  each('leaderboards', file.leaderboards, ({ id, start_at: start, end_at: end, ...leaderboard }) => {
    const { name, description, visibility } = leaderboard;
    const startAt = start === undefined ? null : milliseconds(start);
    const endAt = end === undefined ? null : milliseconds(end);
    const created = createLeaderboard(domain, game, { name, description, visibility, startAt, endAt });
    references.add(['id'], id, created.id);
  });
  importLoyalty(domain, game, file.loyalty, references);
  each('resources', references.resolve(file.resources), ({ kind, ...resource }) => {
    createResource(domain, game, { name: kind, uniqueFields: [] }, resource);
  });
}

/** Names the place of what is wrong, also where a use case only says that something is taken. */
function each<T>(name: string, parts: readonly T[], work: (part: T, index: number) => void): void {
  for (const [index, part] of parts.entries()) {
    at([name, index], () => {
      work(part, index);
    });
  }
}

function at<T>(path: FaultPath, work: () => T): T {
  try {
    return within(path, work);
  } catch (error) {
    if (error instanceof Conflict) throw invalidField(path, 'taken', error.message);
    throw error;
  }
}

export function importWebhooks(domain: DomainContext, game: Game, webhooks: GameFile['webhooks']): void {
  each('webhooks', webhooks, (asked) => {
    const fields = {
      url: asked.url,
      events: asked.events,
      method: asked.method,
      description: asked.description ?? null,
      enabled: asked.enabled,
      enabledLogs: asked.enabled_logs,
      playerContextEnabled: asked.player_context_enabled ?? null,
      batchMode: asked.batch_mode ?? null,
    };
    const webhook = createWebhook(domain, game, fields, asked.secret);
    if (!asked.paused) return;
    inTransaction(domain, ({ tables, now }) => {
      tables.webhooks.put({ ...webhook, pausedAt: now });
    });
  });
}

/** A category may come before the one that it is part of. */
function importCategories(
  domain: DomainContext,
  game: Game,
  categories: GameFile['item_categories'],
  references: References,
): void {
  const ids = categories.map((category, index) =>
    at(['item_categories', index], () => {
      const { name, position } = category;
      const appearance = categoryAppearanceSchema.parse(category);
      const { id } = createCategory(domain, game, { name, position, parentId: null, appearance });
      references.add(['id'], category.id, id);
      return id;
    }),
  );
  each('item_categories', categories, ({ parent_id: parent = '' }, index) => {
    const id = ids[index];
    if (id === undefined || parent === '') return;
    updateCategory(domain, game, id, { parentId: references.resolve(parent) });
  });
}

/** Items may refer to each other in any order. */
function importItems(
  domain: DomainContext,
  game: Game,
  items: GameFile['items'],
  references: References,
): void {
  inTransaction(domain, (tx) => {
    const ids = items.map(({ sku }, index) => {
      const id = newId(tx.ids, 'item');
      references.add(['items', index, 'sku'], LOCAL_NAMES.item(sku), id);
      return id;
    });
    const pending = items.map((item, index) => {
      const { translations: _translations, ...body } = references.resolve(item);
      const { fields, nested } = newItemInput({ ...body, sku: item.sku, name: item.name } as Body);
      return { path: ['items', index], item: newItem(tx, game.id, fields, ids[index]), nested };
    });
    at([], () => writeItems(tx, pending));
  });
  each('items', items, ({ sku, translations }) => {
    const id = references.idOf(LOCAL_NAMES.item(sku));
    if (translations && id !== undefined) translateItem(domain, game, id, translations);
  });
}

/** What the API requires of a new item may be missing in a file, as in the seed. */
type Body = Parameters<typeof newItemInput>[0];

/** Creators and coupons refer to each other. */
function importCoupons(domain: DomainContext, game: Game, file: GameFile, references: References): void {
  const own = new Map<string, string>();
  each('creators', file.creators, ({ id, coupon_code: code, ...creator }) => {
    const share = {
      shareOverrideEnabled: creator.revenue_share_override_enabled,
      shareOverrideBps: creator.revenue_share_override_bps,
    };
    const added = inTransaction(domain, (tx) =>
      addCreator(tx, game, { ...newCreatorProfile(creator), ...share }),
    );
    references.add(['id'], id, added.id);
    if (code === undefined) return;
    if (own.has(code) || !file.coupons.some((coupon) => coupon.code === code)) {
      const message = `The file has no coupon ${JSON.stringify(code)} for this creator alone.`;
      throw invalidField(['coupon_code'], 'invalid_reference', message);
    }
    own.set(code, added.couponId);
  });
  each('coupons', file.coupons, (body) => {
    references.refuseUnknownItems(['applicable_item_ids'], body.applicable_item_ids);
    const { code, name } = body;
    const asked = newCoupon({ ...references.resolve(body), code, name });
    inTransaction(domain, (tx) => {
      const coupon = addCoupon(tx, game, asked, own.get(code) ?? newId(tx.ids, 'coupon'));
      references.add(['code'], LOCAL_NAMES.coupon(code), coupon.id);
    });
  });
}

function importLoyalty(
  domain: DomainContext,
  game: Game,
  loyalty: GameFile['loyalty'],
  references: References,
): void {
  if (!loyalty) return;
  at(['loyalty'], () => {
    const { tiers, ...settings } = references.resolve(loyalty);
    const { program } = openProgram(domain, game);
    updateProgram(domain, game, program.id, programChange(settings));
    const given = tiers.map(({ name, points, image_url: imageUrl, items }) => ({
      id: null,
      name,
      points,
      imageUrl: emptyAsNull(imageUrl) ?? '',
      items: items.map(({ id, count = null }) => ({ itemId: id, count })),
    }));
    const stored = within(['tiers'], () => replaceTiers(domain, game, program.id, given));
    const sorted = [...loyalty.tiers].sort((a, b) => a.points - b.points);
    for (const [index, { id }] of stored.entries()) {
      references.add(['tiers', index, 'id'], sorted[index]?.id, id);
    }
  });
}
