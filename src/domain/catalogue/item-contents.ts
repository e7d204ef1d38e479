import type { Locale } from '../model/game.ts';
import type { CatalogueItem, NestedItem } from '../model/item.ts';
import type { OrderItem, OrderPart } from '../model/order.ts';
import type { ReadTables } from '../model/tables.ts';
import { existing } from '../model/record.ts';

/** An item's texts in a language; the untranslated texts where there is no translation. */
export function textsIn(item: CatalogueItem, locale: Locale | null) {
  const { name, description } = item.translations;
  if (locale === null) return { name: item.name, description: item.description };
  return { name: name[locale] ?? item.name, description: description[locale] ?? item.description };
}

/** What an order keeps of an item besides its own fields, so that later changes of the catalogue don't change the order. */
export type ItemContents = Pick<OrderItem, 'type' | 'nestedItems' | 'fallbackItem'>;

/** The contents of an item that is neither a bundle nor has a fallback. */
export const NO_CONTENTS: ItemContents = { type: 'item', nestedItems: null, fallbackItem: null };

/** What the item consists of now, with texts in the language `locale`. */
export function contentsOf(tables: ReadTables, item: CatalogueItem, locale: Locale | null): ItemContents {
  const fallback = item.fallbackItemId === null ? null : existing(tables.items, item.fallbackItemId);
  const quantity = item.fallbackItemQuantity ?? fallback?.quantity ?? 1;
  return {
    type: item.type === 'bundle' ? 'bundle' : 'item',
    nestedItems: item.nestedItems && partsOf(tables, item.nestedItems, locale),
    fallbackItem: fallback && !fallback.isSystem ? partOf(tables, fallback, quantity, locale) : null,
  };
}

function partsOf(
  tables: ReadTables,
  nested: readonly NestedItem[],
  locale: Locale | null,
): readonly OrderPart[] {
  return nested.map(({ itemId, count }) => {
    const item = existing(tables.items, itemId);
    return partOf(tables, item, Math.max(1, count ?? 1) * item.quantity, locale);
  });
}

function partOf(tables: ReadTables, item: CatalogueItem, quantity: number, locale: Locale | null): OrderPart {
  const { name, description } = textsIn(item, locale);
  return {
    id: item.id,
    sku: item.sku,
    name,
    description,
    imageUrl: item.imageUrl,
    quantity,
    isSystem: item.isSystem,
    type: item.type === 'bundle' ? 'bundle' : 'item',
    nestedItems: item.nestedItems && partsOf(tables, item.nestedItems, locale),
  };
}
