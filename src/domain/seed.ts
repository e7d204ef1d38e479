import { addItem, findItem } from './items.ts';
import type { Game } from './model/game.ts';
import { toMinor } from './money.ts';
import { inTransaction, type World } from './world.ts';

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
}

export interface Seed {
  readonly items: readonly SeedItem[];
}

/** Puts the seed's items into the game's catalogue; an item that is there already stays as it is. */
export function applySeed(world: World, game: Game, seed: Seed): void {
  inTransaction(world, (tx) => {
    for (const item of seed.items) {
      if (findItem(tx, game.id, item.sku)) continue;
      const currency = item.currency ?? null;
      addItem(tx, game.id, {
        sku: item.sku,
        name: item.name,
        description: item.description ?? null,
        imageUrl: item.image_url ?? null,
        quantity: item.quantity ?? 1,
        price: priceOf(item, currency),
        currency,
        isSystem: item.is_system ?? false,
      });
    }
  });
}

function priceOf(item: SeedItem, currency: string | null): number | null {
  return item.price_decimal === undefined || currency === null ? null : toMinor(item.price_decimal, currency);
}
