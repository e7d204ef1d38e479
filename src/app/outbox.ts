import type { AttemptRequest, DueDelivery, Outbox } from '../delivery/ports.ts';
import type { Platforms } from './platforms.ts';
import { recordAttempts, requestBody, startAttempts } from '../domain/webhooks/attempts.ts';
import type { Delivery } from '../domain/model/delivery.ts';
import type { DomainContext } from '../domain/model/context.ts';

/** Presents the deliveries of the domain as the outbox of the delivery engine. */
export function createOutbox(domain: DomainContext, platforms: Platforms): Outbox {
  return {
    *pending() {
      for (const delivery of domain.store.tables.deliveries.by('status', 'pending')) {
        const due = dueDelivery(delivery);
        if (due) yield due;
      }
    },
    start: (deliveryIds) =>
      startAttempts(domain, deliveryIds, (delivery, event, endpoint, game): AttemptRequest => {
        const platform = platforms[delivery.platform];
        return {
          deliveryId: delivery.id,
          webhookId: endpoint.id,
          eventType: event.type,
          method: endpoint.method,
          url: endpoint.url,
          body: requestBody(delivery, event),
          protocol: platform.protocolFor(endpoint, game),
          number: delivery.attempts + 1,
          trigger: delivery.nextTrigger,
          tries: delivery.tries,
          // A test event shows one response; a retry would only hide it.
          retrySchedule: event.trigger === 'test' ? [] : platform.retryScheduleFor(game, event.type),
        };
      }),
    record: (results) => {
      recordAttempts(domain, results);
    },
  };
}

/** The attempt that a delivery has due, now or later; `null` without one. */
export function dueDelivery({ id, webhookId, status, nextAttemptAt }: Delivery): DueDelivery | null {
  if (status !== 'pending' || nextAttemptAt === null) return null;
  return { deliveryId: id, webhookId, dueAt: nextAttemptAt };
}
