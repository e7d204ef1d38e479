import type * as z from 'zod';
import { putItems } from '../../domain/catalogue/items.ts';
import type { Game } from '../../domain/model/game.ts';
import type { itemCreateSchema } from './items/item-schemas.ts';
import { newItemInput } from './items/item-wire.ts';
import type { AppContext } from '../server/app-context.ts';

/** Puts the items into the game's catalogue; an item of the seed with the same SKU is changed. */
export function declareItems(
  { domain }: AppContext,
  game: Game,
  items: readonly z.output<typeof itemCreateSchema>[],
): void {
  putItems(domain, game, items.map(newItemInput));
}
