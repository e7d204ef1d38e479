import { eventBytes, forgetEvent, isWithin, isWorthDeleting, SLACK } from '../events/retention.ts';
import type { Tx } from '../model/context.ts';
import { StorageUnavailable } from '../model/errors.ts';
import { unresolved, type Order } from '../model/order.ts';
import { inMebibytes, keptBytes } from '../model/room.ts';
import { hasEnded } from '../model/subscription.ts';

/**
 * Call it after a new order or payment. Deletes the oldest orders, with all that belongs to them, until `keepOrders` are
 * left and all of them take at most half of what other records leave of `maxBytes`. Orders that are unresolved or have
 * something planned stay. When that leaves too many bytes, those go too that are paid and whose items were declined or
 * not confirmed.
 *
 * @param current stays in any case.
 * @throws StorageUnavailable when all records take a tenth more than `maxBytes` and what is left cannot be deleted.
 */
export function forgetOldOrders(tx: Tx, current: Order): void {
  const { orders, deliveries, followUps, subscriptions } = tx.tables;
  const { keepOrders, maxBytes } = tx.rules;
  const kept = keptBytes(tx.tables);
  const limits = { count: keepOrders, bytes: (maxBytes - kept) / 2 };
  const planned = deliveries.count('status', 'pending') + followUps.size + subscriptions.size;
  const usage = (mayDelete: 'resolved' | 'ended') => ({
    size: orders.size,
    kept:
      planned +
      orders.count('unresolved', 'in_progress') +
      (mayDelete === 'resolved' ? orders.count('unresolved', 'not_granted') : 0),
    bytes: orderBytes(tx),
  });
  const deleteOldest = (mayDelete: 'resolved' | 'ended', until: typeof limits) => {
    const withFollowUps = ordersWithFollowUps(tx);
    for (const order of orders.all()) {
      if (isWithin(usage(mayDelete), until)) break;
      if (order.id === current.id || withFollowUps.has(order.id) || isWaiting(tx, order)) continue;
      if (mayDelete === 'ended' || unresolved(order) === null) forgetOrder(tx, order);
    }
  };
  const bytesOnly = { ...limits, count: Infinity };
  if (isWorthDeleting(usage('resolved'), limits)) deleteOldest('resolved', limits);
  if (isWorthDeleting(usage('ended'), bytesOnly)) deleteOldest('ended', bytesOnly);
  const bytes = kept + orderBytes(tx) + eventBytes(tx.tables);
  if (bytes > maxBytes * (1 + SLACK)) throw isFull(bytes, maxBytes);
}

/** Deletes an order with its payments, its events, and their deliveries and attempts. */
function forgetOrder(tx: Tx, { id }: Order): void {
  const { orders, payments, events, pointsEntries } = tx.tables;
  for (const event of events.by('order', id)) forgetEvent(tx, event);
  for (const payment of payments.by('order', id)) payments.delete(payment.id);
  for (const entry of pointsEntries.by('order', id)) pointsEntries.delete(entry.id);
  orders.delete(id);
}

function orderBytes({ tables: { orders, payments } }: Tx): number {
  return orders.bytes + payments.bytes;
}

function ordersWithFollowUps({ tables }: Tx): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { paymentId } of tables.followUps.all()) {
    const payment = tables.payments.get(paymentId);
    if (payment) ids.add(payment.orderId);
  }
  return ids;
}

/** Whether the order is in progress, a delivery of it is pending, or its subscription runs. */
function isWaiting({ tables }: Tx, order: Order): boolean {
  const { id } = order;
  if (unresolved(order) === 'in_progress') return true;
  if (tables.subscriptions.by('lastOrder', id).some((subscription) => !hasEnded(subscription))) return true;
  return tables.deliveries.by('order', id).some((delivery) => delivery.status === 'pending');
}

function isFull(bytes: number, maxBytes: number): StorageUnavailable {
  return new StorageUnavailable(
    `The records take ${inMebibytes(bytes)} MiB and may take ${inMebibytes(maxBytes)} MiB (--max-memory). Nothing was changed. ` +
      'Finish pending deliveries and payments, delete a game, or allow more.',
  );
}
