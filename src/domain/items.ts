import { newId } from './ids.ts';
import type { CatalogueItem } from './model/item.ts';
import { skuKey } from './tables.ts';
import type { Tx } from './world.ts';

export type NewItem = Pick<CatalogueItem, 'sku' | 'name' | 'price' | 'currency'> &
  Partial<Pick<CatalogueItem, 'description' | 'imageUrl' | 'quantity' | 'isSystem'>>;

/** The catalogue's item with this SKU, if the game has one. */
export function findItem(tx: Pick<Tx, 'tables'>, gameId: string, sku: string): CatalogueItem | null {
  return tx.tables.items.by('sku', skuKey(gameId, sku))[0] ?? null;
}

export function addItem(tx: Tx, gameId: string, item: NewItem): CatalogueItem {
  const record: CatalogueItem = {
    id: newId(tx.ids, 'item'),
    gameId,
    sku: item.sku,
    name: item.name,
    description: item.description ?? null,
    imageUrl: item.imageUrl ?? null,
    quantity: item.quantity ?? 1,
    price: item.price,
    currency: item.currency,
    isSystem: item.isSystem ?? false,
    createdAt: tx.now,
    modifiedAt: tx.now,
  };
  tx.tables.items.put(record);
  return record;
}
