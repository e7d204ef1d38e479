import { textsIn } from './item-translations.ts';
import type { Locale } from './locales.ts';
import type { CatalogueItem, NestedItem } from './model/item.ts';
import type { OrderItem, OrderPart } from './model/order.ts';
import type { ReadTables } from './tables.ts';

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
