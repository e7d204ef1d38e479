import type { Job, Outbox, Shipment } from '../delivery/ports.ts';
import { parseSchedule } from '../delivery/engine/retry.ts';
import { beginAttempts, recordAttempts, type Outgoing } from '../domain/webhooks/attempts.ts';
import type { Delivery } from '../domain/model/delivery.ts';
import type { DomainContext } from '../domain/model/context.ts';

export interface OutboxOptions {
  /** In `--retry-schedule`'s notation; a game's own setting wins. */
  readonly retrySchedule: string;
  /** Keys that a receiver may take for the webhook's secret, with words for what they are. */
  readonly keys: Shipment['mistakableSecrets'];
}

/** The domain's deliveries as the delivery engine's outbox. */
export function createOutbox(domain: DomainContext, options: OutboxOptions): Outbox {
  return {
    *pending() {
      for (const delivery of domain.store.tables.deliveries.by('status', 'pending')) {
        const job = jobOf(delivery);
        if (job) yield job;
      }
    },
    begin: (ids) => beginAttempts(domain, ids).map((outgoing) => shipmentOf(outgoing, options)),
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

function shipmentOf({ delivery, event, webhook, game, body }: Outgoing, options: OutboxOptions): Shipment {
  const { previousSecret } = webhook;
  const previous = previousSecret === null ? [] : [{ name: 'the previous secret', value: previousSecret }];
  return {
    deliveryId: delivery.id,
    eventType: event.type,
    method: webhook.method,
    url: webhook.url,
    body,
    secret: webhook.secret,
    mistakableSecrets: [...options.keys, ...previous],
    number: delivery.attempts + 1,
    trigger: delivery.nextTrigger,
    tries: delivery.tries,
    // A test event is for looking at one answer; repeating it would only blur the picture.
    schedule: event.trigger === 'test' ? [] : parseSchedule(game.retrySchedule ?? options.retrySchedule),
  };
}
