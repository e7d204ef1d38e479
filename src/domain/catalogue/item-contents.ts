import { applyChange, type ChangeOf } from '../model/change.ts';
import { type DomainContext, inTransaction } from '../model/context.ts';
import type { Game, Locale } from '../model/game.ts';
import type { CatalogueItem, NestedItem, Translation } from '../model/item.ts';
import type { OrderItem, OrderPart } from '../model/order.ts';
import type { ReadTables } from '../model/store.ts';
import { getItem } from './items.ts';

/** Texts by language; what is absent stays as it was translated before. */
export interface Translations {
  readonly name?: ChangeOf<Translation> | undefined;
  readonly description?: ChangeOf<Translation> | undefined;
}

/** @throws NotFound */
export function translateItem(
  domain: DomainContext,
  game: Game,
  id: string,
  given: Translations,
): CatalogueItem {
  return inTransaction(domain, (tx) => {
    const item = getItem(tx.tables, game.id, id);
    const { name, description } = item.translations;
    const translations = {
      name: applyChange<Translation>(name, given.name ?? {}),
      description: applyChange<Translation>(description, given.description ?? {}),
    };
    const translated = { ...item, translations, modifiedAt: tx.now };
    tx.tables.items.put(translated);
    return translated;
  });
}

/** An item's texts in a language; its own where nobody translated them. */
export function textsIn(item: CatalogueItem, locale: Locale | null) {
  const { name, description } = item.translations;
  if (locale === null) return { name: item.name, description: item.description };
  return { name: name[locale] ?? item.name, description: description[locale] ?? item.description };
}

/** What an order keeps of an item besides its own fields: so nothing that happens to the catalogue later changes it. */
export type Contents = Pick<OrderItem, 'type' | 'nestedItems' | 'fallbackItem'>;

/** Those of an item that is what it is. */
export const PLAIN: Contents = { type: 'item', nestedItems: null, fallbackItem: null };

/** What the item is made of now, in the words of `locale`. */
export function contentsOf(tables: ReadTables, item: CatalogueItem, locale: Locale | null): Contents {
  const fallback = item.fallbackItemId === null ? undefined : tables.items.get(item.fallbackItemId);
  const quantity = item.fallbackItemQuantity ?? fallback?.quantity ?? 1;
  return {
    type: item.type === 'bundle' ? 'bundle' : 'item',
    nestedItems: item.nestedItems && partsOf(tables, item.nestedItems, locale),
    fallbackItem: fallback && !fallback.isSystem ? partOf(tables, fallback, { quantity, locale }) : null,
  };
}

function partsOf(
  tables: ReadTables,
  nested: readonly NestedItem[],
  locale: Locale | null,
): readonly OrderPart[] {
  return nested.flatMap(({ itemId, count }) => {
    const item = tables.items.get(itemId);
    if (!item) return [];
    const quantity = Math.max(1, count ?? 1) * item.quantity;
    return [partOf(tables, item, { quantity, locale })];
  });
}

interface Manner {
  readonly quantity: number;
  readonly locale: Locale | null;
}

function partOf(tables: ReadTables, item: CatalogueItem, { quantity, locale }: Manner): OrderPart {
  return {
    id: item.id,
    sku: item.sku,
    ...textsIn(item, locale),
    imageUrl: item.imageUrl,
    quantity,
    isSystem: item.isSystem,
    type: item.type === 'bundle' ? 'bundle' : 'item',
    nestedItems: item.nestedItems && partsOf(tables, item.nestedItems, locale),
  };
}
