import type { Event } from '../model/event.ts';
import type { Tx } from '../model/context.ts';

/** How far the number of events may exceed the limit before old events are deleted, as a share of the limit. */
const SLACK = 0.1;

/**
 * Deletes the oldest events that have no pending delivery, with their deliveries and attempts, until
 * `keepEvents` are left. Orders and payments are never deleted.
 */
export function forgetOldEvents(tx: Tx): void {
  const { keepEvents } = tx.rules;
  const pending = tx.tables.deliveries.count('status', 'pending');
  // Each run also passes over the pending events, so it waits until it has at least as many events to delete.
  const slack = Math.max(keepEvents * SLACK, pending);
  if (tx.tables.events.size - pending <= keepEvents + slack) return;
  let surplus = tx.tables.events.size - pending - keepEvents;
  const old: Event[] = [];
  for (const event of tx.tables.events.all()) {
    if (surplus <= 0) break;
    if (!isFinished(tx, event)) continue;
    old.push(event);
    surplus -= 1;
  }
  for (const event of old) forget(tx, event);
}

function isFinished(tx: Tx, event: Event): boolean {
  return tx.tables.deliveries.by('event', event.id).every((delivery) => delivery.status !== 'pending');
}

function forget(tx: Tx, event: Event): void {
  for (const delivery of tx.tables.deliveries.by('event', event.id)) {
    for (const attempt of tx.tables.attempts.by('delivery', delivery.id))
      tx.tables.attempts.delete(attempt.id);
    tx.tables.deliveries.delete(delivery.id);
  }
  tx.tables.events.delete(event.id);
}
