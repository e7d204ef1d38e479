import type * as z from 'zod';
import { putItems } from '../../domain/catalogue/items.ts';
import { inTransaction } from '../../domain/model/context.ts';
import type { Game } from '../../domain/model/game.ts';
import { parse } from '../api/validation.ts';
import { itemCreateSchema } from './items/item-schemas.ts';
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

/** Gives a game that was reset the items and the webhook back that it was created with. */
export function restoreDeclared(app: AppContext, { id }: Game): void {
  const game = app.domain.store.tables.games.get(id);
  if (!game?.declared) return;
  const { items, webhook } = game.declared;
  declareItems(
    app,
    game,
    items.map((item) => parse(itemCreateSchema, item, 'body')),
  );
  if (webhook === null) return;
  inTransaction(app.domain, (tx) => {
    tx.tables.webhooks.put(webhook);
  });
}
