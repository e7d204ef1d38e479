import type { Job, Outbox, Shipment } from '../delivery/ports.ts';
import { beginAttempts, recordAttempts, type Outgoing } from '../domain/webhooks/attempts.ts';
import type { RetrySchedule } from '../domain/model/retry-schedule.ts';
import type { Delivery } from '../domain/model/delivery.ts';
import type { DomainContext } from '../domain/model/context.ts';

type NamedSecrets = Shipment['mistakableSecrets'];

/**
 * The domain's deliveries as the delivery engine's outbox.
 *
 * @param keys those that a receiver may mistake for the webhook's secret, with words for what they are
 */
export function createOutbox(domain: DomainContext, keys: NamedSecrets): Outbox {
  const { retrySchedule } = domain.rules;
  return {
    *pending() {
      for (const delivery of domain.store.tables.deliveries.by('status', 'pending')) {
        const job = jobOf(delivery);
        if (job) yield job;
      }
    },
    begin: (ids) => beginAttempts(domain, ids).map((outgoing) => shipmentOf(outgoing, keys, retrySchedule)),
    settle: (landings) => {
      recordAttempts(domain, landings);
    },
  };
}

/** What a delivery has due; `null` when nothing is. */
export function jobOf(delivery: Delivery): Job | null {
  if (delivery.status !== 'pending' || delivery.nextAttemptAt === null) return null;
  return { id: delivery.id, lane: delivery.webhookId, dueAt: delivery.nextAttemptAt };
}

function shipmentOf(
  { delivery, event, webhook, game, body }: Outgoing,
  keys: NamedSecrets,
  retrySchedule: RetrySchedule,
): Shipment {
  const { previousSecret } = webhook;
  const previous = previousSecret === null ? [] : [{ name: 'the previous secret', value: previousSecret }];
  return {
    deliveryId: delivery.id,
    eventType: event.type,
    method: webhook.method,
    url: webhook.url,
    body,
    secret: webhook.secret,
    mistakableSecrets: [...keys, ...previous],
    number: delivery.attempts + 1,
    trigger: delivery.nextTrigger,
    tries: delivery.tries,
    // A test event shows one answer; it is not repeated.
    schedule: event.trigger === 'test' ? [] : (game.retrySchedule ?? retrySchedule),
  };
}
