import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Delivery, DeliveryStatus } from '../model/delivery.ts';
import type { Game } from '../model/game.ts';
import type { Grant, Granting, Order } from '../model/order.ts';
import { existing } from '../model/record.ts';
import { askToGrant, putGranting, sendRemoval } from '../orders/order-events.ts';
import { getOrder } from '../orders/orders.ts';
import { allows, checkAllowed } from '../orders/states.ts';
import { refund } from './refunds.ts';

/**
 * Updates an order's granting after a delivery that asks to grant the order has changed, and refunds the order if the
 * game declined. Ignores deliveries of other events, and of items that belong to no order.
 */
export function settleGranting(tx: Tx, delivery: Delivery): void {
  const { platform, eventType, orderId, eventId } = delivery;
  if (orderId === null || eventType !== tx.platforms.named(platform).grantingEvent) return;
  if (isReplay(delivery) || !isLatest(tx, delivery)) return;
  const order = existing(tx.tables.orders, orderId);
  const grants = grantsAfter(
    order,
    tx.tables.deliveries.by('event', eventId).filter((one) => !isReplay(one)),
  );
  const granting = sumOf(grants);
  if (granting === order.granting && haveSameStatus(grants, order.grants)) return;
  const game = existing(tx.tables.games, order.gameId);
  const settled = sendRemoval(tx, game, putGranting(tx, order, granting, grants));
  if (granting === 'declined' && order.granting !== 'declined') refundIfAutomatic(tx, game, settled);
}

/** A replay asks a server to look at an event; what it answers decides nothing. */
function isReplay({ replayOf }: Delivery): boolean {
  return replayOf !== undefined;
}

/** After a reset of the granting only the answers to the newest event count. */
function isLatest({ tables }: Tx, { orderId, eventType, eventId }: Delivery): boolean {
  const asked = tables.events.by('order', orderId ?? '').filter(({ type }) => type === eventType);
  return asked.length < 2 || asked.at(-1)?.id === eventId;
}

/**
 * Forgets what the game made of a paid order and asks it for the items again: with a new event, which goes to the
 * webhooks that take it now.
 *
 * @throws NotFound
 * @throws Conflict when the order is not paid.
 */
export function resetGranting(domain: DomainContext, game: Game, orderId: string): Order {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, orderId);
    checkAllowed(order, 'resetGranting');
    return askToGrant(tx, game, order, newCause(tx));
  });
}

/** What a webhook granted stays granted, whatever its answer to a later resend. */
function grantsAfter(order: Order, deliveries: readonly Delivery[]): readonly Grant[] {
  const known = new Map(order.grants.map(({ webhookId, status }) => [webhookId, status]));
  // An order of a version that kept no grants.
  const before = order.grants.length === 0 && order.granting === 'granted' ? 'granted' : undefined;
  for (const { webhookId, status } of deliveries) {
    if ((known.get(webhookId) ?? before) !== 'granted') known.set(webhookId, GRANT_OF[status]);
    else known.set(webhookId, 'granted');
  }
  return Array.from(known, ([webhookId, status]) => ({ webhookId, status }));
}

const GRANT_OF: Readonly<Record<DeliveryStatus, Grant['status']>> = {
  pending: 'pending',
  delivered: 'granted',
  declined: 'declined',
  exhausted: 'failed',
  canceled: 'failed',
};

function sumOf(grants: readonly Grant[]): Granting {
  const statuses = grants.map(({ status }) => status);
  if (statuses.includes('declined')) return 'declined';
  if (statuses.includes('pending')) return 'pending';
  if (!statuses.includes('granted')) return 'failed';
  return statuses.includes('failed') ? 'partly_granted' : 'granted';
}

function haveSameStatus(grants: readonly Grant[], others: readonly Grant[]): boolean {
  return (
    grants.length === others.length && grants.every(({ status }, index) => status === others[index]?.status)
  );
}

/** The reason of an automatic refund. */
export const AUTOMATIC_REFUND_REASON = 'The game declined the items';

function refundIfAutomatic(tx: Tx, game: Game, order: Order): void {
  const isAutomatic = game.autoRefund ?? tx.rules.autoRefund;
  if (!isAutomatic || !allows(order, 'refund')) return;
  refund(tx, game, order, AUTOMATIC_REFUND_REASON, newCause(tx));
}
