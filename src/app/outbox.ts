import type { AttemptRequest, DueDelivery, Outbox } from '../delivery/ports.ts';
import { recordAttempts, requestBody, startAttempts } from '../domain/webhooks/attempts.ts';
import type { Delivery } from '../domain/model/delivery.ts';
import type { DomainContext } from '../domain/model/context.ts';

/**
 * Presents the deliveries of the domain as the outbox of the delivery engine.
 *
 * @param keys those that a receiver may take for the webhook's secret, each with a description
 */
export function createOutbox(domain: DomainContext, keys: AttemptRequest['mistakableSecrets']): Outbox {
  const { retrySchedule } = domain.rules;
  return {
    *pending() {
      for (const delivery of domain.store.tables.deliveries.by('status', 'pending')) {
        const due = dueDelivery(delivery);
        if (due) yield due;
      }
    },
    start: (deliveryIds) =>
      startAttempts(domain, deliveryIds, (delivery, event, webhook, game): AttemptRequest => {
        const { previousSecret } = webhook;
        const previous =
          previousSecret === null ? [] : [{ name: 'the previous secret', value: previousSecret }];
        const ownKey = game.key === null ? [] : [{ name: 'the S2S key of the game', value: game.key }];
        return {
          deliveryId: delivery.id,
          webhookId: webhook.id,
          eventType: event.type,
          method: webhook.method,
          url: webhook.url,
          body: requestBody(delivery, event),
          secret: webhook.secret,
          mistakableSecrets: [...keys, ...ownKey, ...previous],
          number: delivery.attempts + 1,
          trigger: delivery.nextTrigger,
          tries: delivery.tries,
          // A test event shows one response; a retry would only hide it.
          retrySchedule: event.trigger === 'test' ? [] : (game.retrySchedule ?? retrySchedule),
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
