import { publishRemoval, putGranting } from '../orders/order-events.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Game } from '../model/game.ts';
import type { Granting, Order } from '../model/order.ts';
import { refund } from './refunds.ts';
import { newCause, type Tx } from '../model/context.ts';

/** Draws the conclusion from the state of an order's `item.add` deliveries after one of them changed. */
export function settleGranting(tx: Tx, { eventType, orderId, eventId }: Delivery): void {
  const order = orderId === null ? undefined : tx.tables.orders.get(orderId);
  if (eventType !== 'item.add' || !order) return;
  const granting = conclude(order, tx.tables.deliveries.by('event', eventId));
  if (granting === order.granting) return;
  const settled = putGranting(tx, order, granting);
  const game = tx.tables.games.get(order.gameId);
  if (!game) return;
  if (granting === 'granted') removeIfWaiting(tx, game, settled);
  if (granting === 'declined') refundIfAutomatic(tx, game, settled);
}

/**
 * Declined as soon as one webhook declines, granted when all have accepted. What was granted stays so,
 * whatever a later resend brings.
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
  const automatic = game.autoRefund ?? tx.rules.autoRefund;
  if (!automatic || order.status !== 'paid') return;
  refund(tx, game, order, { reason: 'The game declined the items', cause: newCause(tx) });
}
