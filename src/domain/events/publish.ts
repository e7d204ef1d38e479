import type { Cause, NewEvent, Recipient, Tx } from '../model/context.ts';
import type { AttemptTrigger, Delivery } from '../model/delivery.ts';
import type { Event } from '../model/event.ts';
import { newId } from '../model/ids.ts';
import { forgetOldEvents } from './retention.ts';

export interface PublishedEvent {
  readonly event: Event;
  readonly deliveries: readonly Delivery[];
}

/**
 * Publishes an event in the form of the platform that the order belongs to: stores it, and a delivery of it for each
 * recipient. Does nothing if that platform has no such event.
 */
export function publish(tx: Tx, event: NewEvent, cause: Cause): readonly Delivery[] {
  const recipients = tx.platforms.of(event.order).recipients(tx, event);
  return recipients === null ? [] : publishTo(tx, recipients, event, cause, 'automatic').deliveries;
}

/**
 * Stores an event, and a delivery of it for each of the recipients. The event keeps its id for all recipients and all
 * attempts.
 */
export function publishTo(
  tx: Tx,
  recipients: readonly Recipient[],
  newEvent: NewEvent,
  cause: Cause,
  trigger: AttemptTrigger,
): PublishedEvent {
  const withPlayer = recipients.some((recipient) => recipient.withPlayer);
  const event = tx.platforms.of(newEvent.order).write(tx, newEvent, cause, withPlayer);
  tx.tables.events.put(event);
  const deliveries = sendTo(tx, event, recipients, trigger);
  forgetOldEvents(tx);
  return { event, deliveries };
}

/** Stores a delivery of an event for each of the recipients, due now. */
export function sendTo(
  tx: Tx,
  event: Event,
  recipients: readonly Recipient[],
  trigger: AttemptTrigger = 'automatic',
): readonly Delivery[] {
  const deliveries = recipients.map((recipient) => newDelivery(tx, event, recipient, trigger));
  for (const delivery of deliveries) tx.tables.deliveries.put(delivery);
  return deliveries;
}

function newDelivery(tx: Tx, event: Event, recipient: Recipient, trigger: AttemptTrigger): Delivery {
  return {
    id: newId(tx.ids, 'delivery'),
    gameId: event.gameId,
    platform: event.platform,
    eventId: event.id,
    eventType: event.type,
    orderId: event.orderId,
    webhookId: recipient.endpoint.id,
    withPlayer: recipient.withPlayer && event.bodyWithPlayer !== null,
    status: 'pending',
    attempts: 0,
    tries: 0,
    nextTrigger: trigger,
    startedAt: null,
    nextAttemptAt: tx.now,
    createdAt: tx.now,
    settledAt: null,
  };
}

/** Whether a list of types has this one. `order.*` and `payment.*` are literal values that stand for all such events. */
export function subscribes({ events }: { readonly events: readonly string[] }, type: Event['type']): boolean {
  return events.some((wanted) => typeTest(wanted)(type));
}

/** Tests for events of this type, or of those that it stands for. */
export function typeTest(wanted: string): (type: Event['type']) => boolean {
  if (!wanted.endsWith('.*')) return (type) => type === wanted;
  const family = wanted.slice(0, -1);
  return (type) => type.startsWith(family);
}
