import { findItem, newItem, writeItems, type NewItem } from './items.ts';
import type { Game } from '../model/game.ts';
import type { ItemType } from '../model/item.ts';
import { toMinor } from '../money/money.ts';
import { inTransaction, type DomainContext } from '../model/context.ts';

/** An item of a seed file. `price_decimal` is in major units. */
export interface SeedItem {
  readonly sku: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly image_url?: string | undefined;
  readonly quantity?: number | undefined;
  readonly price_decimal?: number | undefined;
  readonly currency?: string | undefined;
  readonly is_system?: boolean | undefined;
  readonly type?: ItemType | undefined;
  /** The parts of a bundle; the seed may have them before or after it. */
  readonly nested_items?:
    readonly { readonly sku: string; readonly count?: number | undefined }[] | undefined;
}

export interface Seed {
  readonly items: readonly SeedItem[];
}

/**
 * Adds the seed's items to the game's catalogue, except those whose SKU is already there.
 *
 * @throws Conflict when the seed has a SKU twice.
 * @throws Invalid when a bundle has a part that neither the seed nor the catalogue has.
 */
export function applySeed(domain: DomainContext, game: Game, seed: Seed): void {
  inTransaction(domain, (tx) => {
    const missing = seed.items.filter((item) => !findItem(tx, game.id, item.sku));
    const pending = missing.map((item) => ({
      path: ['items', seed.items.indexOf(item)],
      item: newItem(tx, game.id, fieldsOf(item)),
      nested: item.nested_items?.map(({ sku, count = null }) => ({ id: null, sku, count, appearance: {} })),
    }));
    writeItems(tx, pending);
  });
}

function fieldsOf(item: SeedItem): NewItem {
  const currency = item.currency ?? null;
  return {
    sku: item.sku,
    name: item.name,
    description: item.description,
    imageUrl: item.image_url,
    quantity: item.quantity,
    price: priceOf(item, currency),
    currency,
    isSystem: item.is_system,
    type: item.type ?? (item.nested_items ? 'bundle' : 'item'),
  };
}

function priceOf(item: SeedItem, currency: string | null): number | null {
  return item.price_decimal === undefined || currency === null ? null : toMinor(item.price_decimal, currency);
}
