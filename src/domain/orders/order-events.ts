import { publish } from '../events/publish.ts';
import type { Cause, Tx } from '../model/context.ts';
import type { EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import type { Granting, Order, PendingRemoval } from '../model/order.ts';
import { grantableItems, itemsData } from '../wire/item.ts';
import { orderData } from '../wire/order.ts';

/** Publishes an `order.*` event about the order as it is now. */
export function publishOrder(
  tx: Tx,
  game: Game,
  type: Extract<EventType, `order.${string}`>,
  order: Order,
  cause: Cause,
): void {
  publish(tx, { game, order, type, data: orderData(order, game, tx.rules) }, cause);
}

/** Asks the game to grant a paid order's items. Returns the order with its new granting state. */
export function askToGrant(tx: Tx, game: Game, order: Order, cause: Cause): Order {
  if (grantableItems(order.items).length === 0) return putGranting(tx, order, 'granted');
  const data = itemsData(order.playerId, order.items, `Order paid ${order.id}`);
  const { deliveries } = publish(tx, { game, order, type: 'item.add', data, trigger: 'order.paid' }, cause);
  return putGranting(tx, order, deliveries.length > 0 ? 'pending' : 'none');
}

export function putGranting(tx: Tx, order: Order, granting: Granting): Order {
  const changed = { ...order, granting, modifiedAt: tx.now };
  tx.tables.orders.put(changed);
  return changed;
}

const UNDONE = { refunded: 'Order refunded', canceled: 'Order canceled' } as const;

/**
 * Asks the game to take back the items of an order that was refunded or canceled, as soon as the game is known
 * to have granted them. Returns the order, which keeps the removal until then.
 */
export function askToRemove(tx: Tx, game: Game, order: Order, cause: Cause): Order {
  const { id, status, granting } = order;
  if (status !== 'refunded' && status !== 'canceled') throw new Error(`Order ${id} is ${status}: it stands.`);
  const { transactionId, requestId } = cause;
  const reason = `${UNDONE[status]} ${id}`;
  const removal: PendingRemoval = { trigger: `order.${status}`, reason, transactionId, requestId };
  if (granting === 'granted') {
    publishRemoval(tx, game, order, removal);
    return order;
  }
  const waiting = { ...order, pendingRemoval: removal };
  tx.tables.orders.put(waiting);
  return waiting;
}

export function publishRemoval(tx: Tx, game: Game, order: Order, removal: PendingRemoval): void {
  if (grantableItems(order.items).length === 0) return;
  const data = itemsData(order.playerId, order.items, removal.reason);
  publish(tx, { game, order, type: 'item.remove', data, trigger: removal.trigger }, removal);
}
