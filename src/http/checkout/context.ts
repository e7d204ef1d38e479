import type { Request } from 'express';
import { NotFound } from '../../domain/model/errors.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Order } from '../../domain/model/order.ts';
import type { DomainContext } from '../../domain/model/context.ts';

export interface FoundOrder {
  readonly game: Game;
  readonly order: Order;
}

/**
 * The order that the page's address names, with its game: order ids are unguessable and unique over all
 * games, so whoever knows one may see its page.
 *
 * @throws NotFound
 */
export function orderAt({ store }: DomainContext, req: Request): FoundOrder {
  const id = String(req.params['id']);
  const order = store.tables.orders.get(id);
  const game = order && store.tables.games.get(order.gameId);
  if (!game) throw new NotFound(`There is no order ${JSON.stringify(id)}.`);
  return { game, order };
}
