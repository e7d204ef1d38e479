import type { Delivery } from '../domain/model/delivery.ts';
import type { ReadTables } from '../domain/tables.ts';

/** The event's bytes as this webhook gets them; empty when the event is no longer kept. */
export function deliveredBody(tables: Pick<ReadTables, 'events'>, delivery: Delivery): string {
  const event = tables.events.get(delivery.eventId);
  return (delivery.withPlayer ? event?.bodyWithPlayer : null) ?? event?.body ?? '';
}
