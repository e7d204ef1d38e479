import { publish, publishTo, sendTo } from '../events/publish.ts';
import type { Cause, Recipient, Tx } from '../model/context.ts';
import type { EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import type { Grant, Granting, Order } from '../model/order.ts';
import { playerKey } from '../model/tables.ts';
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
  const player = tx.tables.players.get(playerKey(game.id, order.playerId));
  const payment = tx.tables.payments.by('order', order.id).at(-1);
  publish(tx, { game, order, type, data: orderData(order, game, player, payment, tx.rules) }, cause);
}

/** Asks the game to grant a paid order's items. Returns the order with its new granting state. */
export function askToGrant(tx: Tx, game: Game, order: Order, cause: Cause): Order {
  if (grantableItems(order.items).length === 0) return putGranting(tx, order, 'granted', []);
  const data = itemsData(order.playerId, order.items, `Order paid ${order.id}`);
  const deliveries = publish(tx, { game, order, type: 'item.add', data, trigger: 'order.paid' }, cause);
  const grants = deliveries.map(({ webhookId }): Grant => ({ webhookId, status: 'pending' }));
  return putGranting(tx, order, grants.length > 0 ? 'pending' : 'none', grants);
}

export function putGranting(tx: Tx, order: Order, granting: Granting, grants: readonly Grant[]): Order {
  const changed = { ...order, granting, grants, modifiedAt: tx.now };
  tx.tables.orders.put(changed);
  return changed;
}

const UNDONE = { refunded: 'Order refunded', canceled: 'Order canceled' } as const;

/**
 * Asks the game to take back the items of an order that was refunded or canceled. Each webhook that granted them gets
 * an `item.remove`: at once, or as soon as it accepts its `item.add`. Returns the order, which remembers who got one.
 */
export function askToRemove(tx: Tx, game: Game, order: Order, cause: Cause): Order {
  const { id, status } = order;
  if (status !== 'refunded' && status !== 'canceled') throw new Error(`Order ${id} is ${status}: it stands.`);
  const { transactionId, requestId } = cause;
  const reason = `${UNDONE[status]} ${id}`;
  const removal = {
    trigger: `order.${status}` as const,
    reason,
    transactionId,
    requestId,
    eventId: null,
    sentTo: [],
  };
  return sendRemoval(tx, game, { ...order, removal });
}

/**
 * Sends the order's `item.remove` to the webhooks that are due to get it, under one event id for all of them. Does
 * nothing if the order's platform has no such event.
 */
export function sendRemoval(tx: Tx, game: Game, order: Order): Order {
  const { removal } = order;
  if (!removal) return order;
  const event = removal.eventId === null ? undefined : tx.tables.events.get(removal.eventId);
  const recipients = removalRecipients(tx, game, order)?.filter(
    ({ endpoint }) => !removal.sentTo.includes(endpoint.id),
  );
  let sent = order;
  if (recipients && isGrantedByAny(order) && (recipients.length > 0 || removal.eventId === null)) {
    if (event) sendTo(tx, event, recipients);
    const eventId = event ? event.id : publishRemoval(tx, game, order, recipients);
    const sentTo = [...removal.sentTo, ...recipients.map(({ endpoint }) => endpoint.id)];
    sent = { ...order, removal: { ...removal, eventId, sentTo } };
  }
  tx.tables.orders.put(sent);
  return sent;
}

function isGrantedByAny({ granting, grants, items }: Order): boolean {
  if (grantableItems(items).length === 0) return false;
  return granting === 'granted' || grants.some(({ status }) => status === 'granted');
}

/** Those that granted the items, and those that take `item.remove` without having been asked to grant anything. */
function removalRecipients(tx: Tx, game: Game, order: Order): readonly Recipient[] | null {
  const statuses = new Map(order.grants.map(({ webhookId, status }) => [webhookId, status]));
  const recipients = tx.platforms.of(order).recipients(tx, { game, order, type: 'item.remove' });
  return recipients?.filter(({ endpoint }) => (statuses.get(endpoint.id) ?? 'granted') === 'granted') ?? null;
}

function publishRemoval(tx: Tx, game: Game, order: Order, recipients: readonly Recipient[]): string {
  const { removal } = order;
  if (!removal) throw new Error(`Order ${order.id} stands: its items stay with the player.`);
  const { reason, trigger, transactionId, requestId } = removal;
  const data = itemsData(order.playerId, order.items, reason);
  const cause = { transactionId, requestId };
  return publishTo(tx, recipients, { game, order, type: 'item.remove', data, trigger }, cause, 'automatic')
    .event.id;
}
