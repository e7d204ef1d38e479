import { publish } from '../events/publish.ts';
import type { Cause, Tx } from '../model/context.ts';
import type { EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import type { Granting, Order, OrderItem, PendingRemoval } from '../model/order.ts';
import { grantedItem } from '../wire/item.ts';
import { orderData } from '../wire/order.ts';

/** The items a game hears of: those marked as the platform's own are left out. */
export function grantableItems(order: Order): OrderItem[] {
  return order.items.filter((item) => !item.isSystem);
}

/** `event_data` of `item.add` and `item.remove`, with the two deprecated fields of the first item. */
export function orderItemsData(order: Order, reason: string) {
  return grantData(order.playerId, grantableItems(order), reason);
}

/** The same for items that come with no order. */
export function grantData(playerId: string, lines: readonly OrderItem[], reason: string) {
  const items = lines.map(grantedItem);
  return {
    player_id: playerId,
    items,
    reason,
    item_id: items[0]?.id ?? null,
    sku: items[0]?.sku ?? null,
  };
}

/** Asks the game to grant a paid order's items. Gives the order with its granting begun. */
export function askToGrant(tx: Tx, game: Game, order: Order, cause: Cause): Order {
  if (grantableItems(order).length === 0) return putGranting(tx, order, 'granted');
  const data = orderItemsData(order, `Order paid ${order.id}`);
  const { deliveries } = publish(tx, { game, order, type: 'item.add', data, trigger: 'order.paid' }, cause);
  return putGranting(tx, order, deliveries > 0 ? 'pending' : 'none');
}

/**
 * Has the game take the items back, as soon as it is known to have granted them; never if it has not.
 */
export function askToRemove(tx: Tx, game: Game, order: Order, removal: PendingRemoval): Order {
  if (order.granting === 'granted') {
    publishRemoval(tx, game, order, removal);
    return order;
  }
  const waiting = { ...order, pendingRemoval: removal };
  tx.tables.orders.put(waiting);
  return waiting;
}

export function publishRemoval(tx: Tx, game: Game, order: Order, removal: PendingRemoval): void {
  if (grantableItems(order).length === 0) return;
  const data = orderItemsData(order, removal.reason);
  publish(tx, { game, order, type: 'item.remove', data, trigger: removal.trigger }, removal);
}

export function putGranting(tx: Tx, order: Order, granting: Granting): Order {
  const changed = { ...order, granting, modifiedAt: tx.now };
  tx.tables.orders.put(changed);
  return changed;
}

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
