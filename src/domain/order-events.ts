import { orderData } from './bodies/order.ts';
import type { EventType } from './event-types.ts';
import { publish } from './events.ts';
import { askToRemove } from './item-events.ts';
import type { Game } from './model/game.ts';
import type { Order, PendingRemoval } from './model/order.ts';
import type { Cause, Tx } from './world.ts';

export type OrderEventType = Extract<EventType, `order.${string}`>;

/** Tells what became of an order, as it stands now. */
export function publishOrder(
  tx: Tx,
  game: Game,
  { type, order }: { readonly type: OrderEventType; readonly order: Order },
  cause: Cause,
): void {
  publish(tx, { game, order, type, data: orderData(order, game, tx.rules) }, cause);
}

const UNDONE = { 'order.refunded': 'Order refunded', 'order.canceled': 'Order canceled' } as const;

/** Tells that the money of an order went back, and asks for its items. */
export function publishUndone(
  tx: Tx,
  game: Game,
  { type, order }: { readonly type: PendingRemoval['trigger']; readonly order: Order },
  cause: Cause,
): Order {
  publishOrder(tx, game, { type, order }, cause);
  return askToRemove(tx, game, order, { trigger: type, reason: `${UNDONE[type]} ${order.id}`, ...cause });
}
