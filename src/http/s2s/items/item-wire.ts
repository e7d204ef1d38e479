import type * as z from 'zod';
import { seconds } from '../../../domain/wire/time.ts';
import { cataloguePrice } from '../../../domain/catalogue/prices.ts';
import type { ItemQuery } from '../../../domain/catalogue/item-search.ts';
import type { ItemInput, NewItem } from '../../../domain/catalogue/items.ts';
import type { CatalogueItem, NestedItem } from '../../../domain/model/item.ts';
import { minorDigits, toMajor } from '../../../domain/money/money.ts';
import type { ReadTables } from '../../../domain/model/tables.ts';
import {
  itemAppearanceSchema,
  nestedAppearanceSchema,
  type ItemListQuery,
  type ItemPut,
  type ItemUpdate,
} from './item-schemas.ts';
import { planOf, planRead } from './plan-wire.ts';

/** The request's item in the domain's names; what it leaves out is `undefined`. */
export function itemInput(body: ItemUpdate): ItemInput {
  return {
    fields: {
      sku: body.sku,
      name: body.name,
      description: body.description,
      imageUrl: emptyAsNull(body.image_url),
      appearance: itemAppearanceSchema.parse(body),
      ...priceFields(body),
      ...natureFields(body),
      ...placeFields(body),
      plans: body.subscription_settings && (body.subscription_settings.plans ?? []).map(planOf),
    },
    nested: body.nested_items?.map((item) => ({
      id: item.id ?? null,
      sku: item.sku ?? null,
      count: item.count ?? null,
      appearance: nestedAppearanceSchema.parse(item),
    })),
  };
}

/** The same for a request that must name what every item has. */
export function newItemInput(body: ItemPut): ItemInput<NewItem> {
  const { fields, nested } = itemInput(body);
  return { fields: { ...fields, sku: body.sku, name: body.name }, nested };
}

function priceFields(body: ItemUpdate) {
  return {
    price: body.price,
    currency: body.currency,
    priceTemplateId: emptyAsNull(body.price_template_id),
    pricePoint: body.price_point,
    rewardPointsPrice: body.reward_points_price,
    discountPercent: body.discount_percent,
    bonusPercent: body.bonus_percent,
  };
}

function natureFields(body: ItemUpdate) {
  return {
    type: body.type,
    quantity: body.quantity,
    isSystem: body.is_system === null ? false : body.is_system,
    isStackable: body.is_stackable,
    isCurrency: body.is_currency,
    fallbackItemId: emptyAsNull(body.fallback_item_id),
    fallbackItemQuantity: body.fallback_item_quantity,
  };
}

function placeFields(body: ItemUpdate) {
  return {
    position: body.position,
    categories: body.categories,
    rarityId: emptyAsNull(body.rarity_id),
    comment: body.comment,
    meta: body.meta,
    archivedAt: body.archived_at === undefined ? undefined : archiveTime(body.archived_at),
  };
}

/** An empty text removes the value, because these fields can't be null. */
export function emptyAsNull(text: string | undefined): string | null | undefined {
  return text === '' ? null : text;
}

/** Seconds to milliseconds. Zero brings an item back: the field can't be null. */
function archiveTime(at: number): number | null {
  return at <= 0 ? null : Math.min(Math.round(at * 1000), Number.MAX_SAFE_INTEGER);
}

/** `ItemRead` of the published specification. Unset fields are absent, not null. */
export function catalogueItemRead(tables: ReadTables, item: CatalogueItem) {
  const fallback = item.fallbackItemId === null ? undefined : tables.items.get(item.fallbackItemId);
  return {
    ...plainRead(tables, item),
    fallback_item: fallback && plainRead(tables, fallback),
  };
}

/** An item without its fallback item, because two items can be fallbacks of each other. */
function plainRead(tables: ReadTables, item: CatalogueItem) {
  return {
    model_type: 'ItemRead' as const,
    id: item.id,
    sku: item.sku,
    name: item.name,
    type: item.type,
    quantity: item.quantity,
    is_stackable: item.isStackable,
    is_currency: item.isCurrency,
    is_system: item.isSystem,
    categories: item.categories,
    ...priceRead(item, cataloguePrice(tables, item)),
    ...withoutNulls({
      description: item.description,
      image_url: item.imageUrl,
      position: item.position,
      rarity_id: item.rarityId,
      fallback_item_id: item.fallbackItemId,
      fallback_item_quantity: item.fallbackItemQuantity,
      comment: item.comment,
      meta: item.meta,
      archived_at: item.archivedAt === null ? null : item.archivedAt / 1000,
      ...(item.appearance as z.output<typeof itemAppearanceSchema>),
    }),
    ...(item.nestedItems && nestedRead(tables, item.nestedItems)),
    ...(item.plans && { subscription_settings: { plans: item.plans.map(planRead) } }),
    created_at: seconds(item.createdAt),
    modified_at: seconds(item.modifiedAt),
  };
}

function priceRead(item: CatalogueItem, price: number | null) {
  const currency = item.currency ?? 'USD';
  return {
    currency,
    price_minor_unit: minorDigits(currency),
    price: price ?? undefined,
    price_decimal: price === null ? undefined : toMajor(price, currency),
    ...withoutNulls({
      price_point: item.pricePoint,
      price_template_id: item.priceTemplateId,
      reward_points_price: item.rewardPointsPrice,
      discount_percent: item.discountPercent,
      bonus_percent: item.bonusPercent,
    }),
  };
}

function nestedRead(tables: ReadTables, nested: readonly NestedItem[]) {
  const parts = nested.flatMap(({ itemId, count, appearance }) => {
    const item = tables.items.get(itemId);
    return item ? [{ item, count, appearance }] : [];
  });
  return {
    nested_items: parts.map(({ item, count, appearance }) => ({
      ...(appearance as z.output<typeof nestedAppearanceSchema>),
      id: item.id,
      sku: item.sku,
      count: count ?? undefined,
    })),
    nested_items_read: parts.map(({ item }): object => plainRead(tables, item)),
  };
}

/** Removes unset fields: in the specification, few fields can be null. */
export function withoutNulls<T extends object>(fields: T) {
  const set = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(set) as { [Key in keyof T]?: Exclude<T[Key], null> };
}

/** The filters and the order of `GET /v1/items`. */
export function itemQuery(query: ItemListQuery): ItemQuery {
  const stackable = query.item_stackable_type;
  return {
    state: query.state,
    text: query.search_string,
    categoryId: query.category_id,
    rarityId: query.rarity_id,
    stackable: stackable === undefined ? undefined : stackable === 'stackable',
    priced: query.with_price,
    priceType: query.item_price_type,
    types: query.types,
    ids: query.ids,
    orderBy: query.order_by,
    descending: query.sort_order === 'desc',
  };
}
