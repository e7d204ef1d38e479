import { eventBytes, forgetEvent, isWithin, isWorthDeleting, SLACK } from '../events/retention.ts';
import type { Tx } from '../model/context.ts';
import { StorageUnavailable } from '../model/errors.ts';
import { isUnresolved, type Order } from '../model/order.ts';
import { hasEnded } from '../model/subscription.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * Call it after a new order or payment. Deletes the oldest orders, with their payments, events, deliveries and attempts, until
 * `keepOrders` are left and all of them take at most half of `maxBytes`. Orders that are unresolved or have something
 * planned stay; only when the bytes are not enough otherwise, those go too that wait for nothing: they are paid, and
 * their items were declined or not confirmed.
 *
 * @param current stays in any case.
 * @throws StorageUnavailable when all records take a tenth more than `maxBytes` and what is left cannot be deleted.
 */
export function forgetOldOrders(tx: Tx, current: Order): void {
  const { orders, deliveries, followUps, subscriptions } = tx.tables;
  const { keepOrders, maxBytes } = tx.rules;
  const limits = { count: keepOrders, bytes: maxBytes / 2 };
  const waiting = deliveries.count('status', 'pending') + followUps.size + subscriptions.size;
  const usage = () => ({
    size: orders.size,
    kept: orders.count('resolution', 'unresolved') + waiting,
    bytes: orderBytes(tx),
  });
  const deleteOldest = (mayGo: (order: Order) => boolean) => {
    const planned = ordersWithFollowUps(tx);
    for (const order of orders.all()) {
      if (isWithin(usage(), limits)) break;
      if (order.id === current.id || planned.has(order.id) || isWaiting(tx, order)) continue;
      if (mayGo(order)) forgetOrder(tx, order);
    }
  };
  if (isWorthDeleting(usage(), limits)) deleteOldest((order) => !isUnresolved(order));
  if (isWorthDeleting({ ...usage(), kept: waiting }, { ...limits, count: Infinity }))
    deleteOldest(waitsForNobody);
  const bytes = orderBytes(tx) + eventBytes(tx.tables);
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

/** Whether a delivery of the order is pending, a payment of it is in progress or disputed, or its subscription runs. */
function isWaiting({ tables }: Tx, { id, status }: Order): boolean {
  if (status === 'captured' || status === 'disputed') return true;
  if (tables.subscriptions.by('lastOrder', id).some((subscription) => !hasEnded(subscription))) return true;
  return tables.deliveries.by('order', id).some((delivery) => delivery.status === 'pending');
}

/** The items of the order were declined or not confirmed, and nobody is asked again. */
function waitsForNobody({ granting }: Order): boolean {
  return granting !== 'pending';
}

function isFull(bytes: number, maxBytes: number): StorageUnavailable {
  const [taken, allowed] = [bytes, maxBytes].map((value) => Math.ceil(value / MEBIBYTE));
  return new StorageUnavailable(
    `The records take ${taken ?? 0} MiB and may take ${allowed ?? 0} MiB (--max-memory). Nothing was changed. ` +
      'Finish pending deliveries and payments, delete a game, or allow more.',
  );
}
