import { newCause, type Tx } from '../model/context.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Game } from '../model/game.ts';
import type { Granting, Order } from '../model/order.ts';
import { existing } from '../model/record.ts';
import { publishRemoval, putGranting } from '../orders/order-events.ts';
import { allows } from '../orders/states.ts';
import { refund } from './refunds.ts';

/**
 * Updates an order's granting after one of its `item.add` deliveries has changed, and refunds the order if the
 * game declined. Ignores deliveries of other events, and of items that belong to no order.
 */
export function settleGranting(tx: Tx, { eventType, orderId, eventId }: Delivery): void {
  if (eventType !== 'item.add' || orderId === null) return;
  const order = existing(tx.tables.orders, orderId);
  const granting = conclude(order, tx.tables.deliveries.by('event', eventId));
  if (granting === order.granting) return;
  const settled = putGranting(tx, order, granting);
  const game = existing(tx.tables.games, order.gameId);
  if (granting === 'granted') removeIfWaiting(tx, game, settled);
  if (granting === 'declined') refundIfAutomatic(tx, game, settled);
}

/**
 * Declined as soon as one webhook declines, granted when all have accepted. Items that were granted stay so,
 * whatever the answer to a later resend.
 */
function conclude(order: Order, deliveries: readonly Delivery[]): Granting {
  if (order.granting === 'granted') return 'granted';
  const statuses = deliveries.map((delivery) => delivery.status);
  if (statuses.includes('declined')) return 'declined';
  if (statuses.includes('pending')) return 'pending';
  return statuses.every((status) => status === 'delivered') ? 'granted' : 'failed';
}

function removeIfWaiting(tx: Tx, game: Game, order: Order): void {
  if (order.pendingRemoval === null) return;
  publishRemoval(tx, game, order, order.pendingRemoval);
  tx.tables.orders.put({ ...order, pendingRemoval: null });
}

function refundIfAutomatic(tx: Tx, game: Game, order: Order): void {
  const isAutomatic = game.autoRefund ?? tx.rules.autoRefund;
  if (!isAutomatic || !allows(order, 'refund')) return;
  refund(tx, game, order, 'The game declined the items', newCause(tx));
}
