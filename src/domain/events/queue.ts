import { newId } from '../model/ids.ts';
import type { AttemptTrigger, Delivery, DeliveryStatus } from '../model/delivery.ts';
import type { Event } from '../model/event.ts';
import type { Webhook } from '../model/webhook.ts';
import type { Tx } from '../model/context.ts';

/** Puts an event on its way to each of the webhooks. */
export function queueDeliveries(
  tx: Tx,
  event: Event,
  webhooks: readonly Webhook[],
  trigger: AttemptTrigger = 'automatic',
): Delivery[] {
  return webhooks.map((webhook) => {
    const delivery: Delivery = {
      id: newId(tx.ids, 'delivery'),
      gameId: event.gameId,
      eventId: event.id,
      eventType: event.type,
      orderId: event.orderId,
      webhookId: webhook.id,
      withPlayer: webhook.playerContextEnabled === true && event.bodyWithPlayer !== null,
      status: 'pending',
      attempts: 0,
      tries: 0,
      nextTrigger: trigger,
      startedAt: null,
      nextAttemptAt: tx.now,
      createdAt: tx.now,
      settledAt: null,
    };
    tx.tables.deliveries.put(delivery);
    return delivery;
  });
}

/** The delivery with its final state; no attempt is due any more. */
export function settledAs(
  delivery: Delivery,
  status: Exclude<DeliveryStatus, 'pending'>,
  now: number,
): Delivery {
  return { ...delivery, status, nextAttemptAt: null, settledAt: now };
}
