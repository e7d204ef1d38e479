import type { Tx } from '../model/context.ts';
import type { Event } from '../model/event.ts';
import { isPaidWithoutItems } from '../model/order.ts';
import { keptBytes } from '../model/room.ts';
import { type ReadTables, UNGRANTED } from '../model/tables.ts';

/** How far a limit may be exceeded before old records are deleted, as a share of the limit. */
export const SLACK = 0.1;

/** What a kind of record may take. */
interface Limits {
  readonly count: number;
  readonly bytes: number;
}

/** What a kind of record takes. `kept` is the highest number of records that cannot be deleted now. */
interface Usage {
  readonly size: number;
  readonly kept: number;
  readonly bytes: number;
}

/**
 * Whether so much can be deleted that it is worth looking for it. Each search also passes over the records that have to
 * stay, so it waits until there are about as many others.
 */
export function isWorthDeleting({ size, kept, bytes }: Usage, limits: Limits): boolean {
  const deletable = size - kept;
  if (deletable > limits.count + Math.max(limits.count * SLACK, kept)) return true;
  return bytes > limits.bytes && deletable > size * SLACK;
}

/** Whether enough was deleted: some more bytes than necessary, so that the next search is not due at once. */
export function isWithin({ size, kept, bytes }: Usage, limits: Limits): boolean {
  return size - kept <= limits.count && bytes <= limits.bytes * (1 - SLACK);
}

/**
 * Deletes the oldest events that have no pending delivery, with their deliveries and attempts, until `keepEvents` are
 * left and all of them take at most half of what other records leave of `maxBytes`. An event that asked for items which
 * a player paid for and did not get is kept until the order is granted or paid back.
 */
export function forgetOldEvents(tx: Tx): void {
  const { events } = tx.tables;
  const limits = { count: tx.rules.keepEvents, bytes: (tx.rules.maxBytes - keptBytes(tx.tables)) / 2 };
  const usage = () => ({
    size: events.size,
    kept: tx.tables.deliveries.count('status', 'pending') + tx.tables.orders.count('ungranted', UNGRANTED),
    bytes: eventBytes(tx.tables),
  });
  if (!isWorthDeleting(usage(), limits)) return;
  for (const event of events.all()) {
    if (isWithin(usage(), limits)) break;
    if (isFinished(tx, event)) forgetEvent(tx, event);
  }
}

/** The memory that events take, with their deliveries and attempts, in bytes. */
export function eventBytes({
  events,
  deliveries,
  attempts,
}: Pick<ReadTables, 'events' | 'deliveries' | 'attempts'>): number {
  return events.bytes + deliveries.bytes + attempts.bytes;
}

function isFinished(tx: Tx, event: Event): boolean {
  if (asksForMissingItems(tx, event)) return false;
  return tx.tables.deliveries.by('event', event.id).every((delivery) => delivery.status !== 'pending');
}

function asksForMissingItems(tx: Tx, { orderId, platform, type }: Event): boolean {
  if (orderId === null || type !== tx.platforms.named(platform).grantingEvent) return false;
  const order = tx.tables.orders.get(orderId);
  return order !== undefined && order.grants.length > 0 && isPaidWithoutItems(order);
}

/** Deletes an event with its deliveries and their attempts. */
export function forgetEvent(tx: Tx, event: Event): void {
  for (const delivery of tx.tables.deliveries.by('event', event.id)) {
    for (const attempt of tx.tables.attempts.by('delivery', delivery.id))
      tx.tables.attempts.delete(attempt.id);
    tx.tables.deliveries.delete(delivery.id);
  }
  tx.tables.events.delete(event.id);
}
