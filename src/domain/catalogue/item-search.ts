import { cataloguePrice } from './prices.ts';
import type { CatalogueItem } from '../model/item.ts';
import { toUsdCents } from '../money/money.ts';
import type { ReadTables } from '../model/tables.ts';

export const ITEM_ORDERS = ['created_at', 'modified_at', 'name', 'position', 'price'] as const;
export const ITEM_PRICE_TYPES = ['fiat', 'reward_points', 'virtual_currency'] as const;

/** Which items to list; an absent field does not filter. */
export interface ItemQuery {
  readonly state?: 'active' | 'archived' | undefined;
  /** Part of a name or SKU, in any case. */
  readonly text?: string | undefined;
  /** `unset` finds the items without a category. */
  readonly categoryId?: string | undefined;
  readonly rarityId?: string | undefined;
  readonly stackable?: boolean | undefined;
  readonly priced?: boolean | undefined;
  readonly priceType?: (typeof ITEM_PRICE_TYPES)[number] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly orderBy: (typeof ITEM_ORDERS)[number];
  readonly descending: boolean;
}

/** The game's items that match, sorted; those without a value to sort by come last. */
export function listItems(tables: ReadTables, gameId: string, query: ItemQuery): CatalogueItem[] {
  const found = tables.items.by('game', gameId).filter((item) => matches(item, query));
  const keys = new Map(found.map((item) => [item, sortKey(tables, item, query.orderBy)]));
  const direction = query.descending ? -1 : 1;
  return found.sort((a, b) => compare(keys.get(a) ?? null, keys.get(b) ?? null, direction));
}

function matches(item: CatalogueItem, query: ItemQuery): boolean {
  return (
    hasState(item, query.state) &&
    hasText(item, query.text) &&
    hasCategory(item, query.categoryId) &&
    hasPrice(item, query) &&
    is(item.rarityId, query.rarityId) &&
    is(item.isStackable, query.stackable) &&
    isAmong(item.type, query.types) &&
    isAmong(item.id, query.ids)
  );
}

function is<T>(value: T, wanted: T | undefined): boolean {
  return wanted === undefined || value === wanted;
}

function isAmong(value: string, wanted: readonly string[] | undefined): boolean {
  return wanted?.includes(value) ?? true;
}

function hasState(item: CatalogueItem, state: ItemQuery['state']): boolean {
  return state === undefined || (state === 'archived') === (item.archivedAt !== null);
}

function hasText({ name, sku }: CatalogueItem, text: string | undefined): boolean {
  if (text === undefined) return true;
  const wanted = text.toLowerCase();
  return name.toLowerCase().includes(wanted) || sku.toLowerCase().includes(wanted);
}

function hasCategory({ categories }: CatalogueItem, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted === 'unset' ? categories.length === 0 : categories.includes(wanted);
}

function hasPrice(item: CatalogueItem, { priced, priceType }: ItemQuery): boolean {
  const fiat = item.price !== null || item.priceTemplateId !== null;
  const points = item.rewardPointsPrice !== null;
  const ofType = { fiat, reward_points: points, virtual_currency: false };
  return is(fiat || points, priced) && (priceType === undefined || ofType[priceType]);
}

type SortKey = string | number | null;

function sortKey(tables: ReadTables, item: CatalogueItem, by: ItemQuery['orderBy']): SortKey {
  switch (by) {
    case 'created_at':
      return item.createdAt;
    case 'modified_at':
      return item.modifiedAt;
    case 'name':
      return item.name;
    case 'position':
      return item.position;
    case 'price':
      return usdCents(item, cataloguePrice(tables, item));
  }
}

function usdCents({ currency }: CatalogueItem, price: number | null): number | null {
  return price === null ? null : toUsdCents(price, currency ?? 'USD');
}

function compare(a: SortKey, b: SortKey, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a === b) return 0;
  return a < b ? -direction : direction;
}
