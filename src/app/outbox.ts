import type { AttemptRequest, DueDelivery, Outbox } from '../delivery/ports.ts';
import type { Platforms } from './platforms.ts';
import { recordAttempts, requestBody, startAttempts } from '../domain/webhooks/attempts.ts';
import type { Delivery } from '../domain/model/delivery.ts';
import { endpointOf } from '../domain/webhooks/endpoints.ts';
import { processOf, type DomainContext } from '../domain/model/context.ts';
import { gameTime, systemTimeAt } from '../domain/model/game-clock.ts';

/** Presents the deliveries of the domain as the outbox of the delivery engine. */
export function createOutbox(domain: DomainContext, platforms: Platforms): Outbox {
  return {
    *pending() {
      for (const delivery of domain.store.tables.deliveries.by('status', 'pending')) {
        const due = dueDelivery(domain, delivery);
        if (due) yield due;
      }
    },
    start: async (deliveryIds) => {
      const requests = startAttempts(
        domain,
        deliveryIds,
        (delivery, event, endpoint, game): AttemptRequest => {
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
            // A test event or a replay shows one response; a retry would only hide it.
            retrySchedule:
              event.trigger === 'test' || delivery.replayOf !== undefined
                ? []
                : platform.retryScheduleFor(game, event.type),
            signatureShiftMs: signatureShift(domain, game.id),
          };
        },
      );
      await domain.store.durable();
      return requests;
    },
    record: async (results) => {
      recordAttempts(domain, results);
      await domain.store.durable();
    },
  };
}

/**
 * The attempt that a delivery has due, now or later, by the system's clock; `null` without one, or while the clock of
 * its game stands before it.
 */
export function dueDelivery(
  domain: DomainContext,
  { id, gameId, webhookId, status, nextAttemptAt }: Delivery,
): DueDelivery | null {
  if (status !== 'pending' || nextAttemptAt === null) return null;
  const { store, clock } = processOf(domain);
  const dueAt = systemTimeAt(store.tables.clocks.get(gameId), nextAttemptAt, clock.now());
  return dueAt === null ? null : { deliveryId: id, webhookId, dueAt };
}

/** A receiver compares the time in a signature with its own clock, so it is the system's unless a game asks for its own. */
function signatureShift({ store, clock }: DomainContext, gameId: string): number {
  const known = store.tables.clocks.get(gameId);
  if (known?.signatureTime !== 'virtual') return 0;
  const now = clock.now();
  return gameTime(known, now) - now;
}

/** What `AppContext.signDelivery` does. */
export function deliverySigner(domain: DomainContext, platforms: Platforms) {
  const { store, clock } = processOf(domain);
  const { tables } = store;
  return (delivery: Delivery): Readonly<Record<string, string>> | null => {
    const endpoint = endpointOf(tables, delivery.webhookId);
    const event = tables.events.get(delivery.eventId);
    const game = tables.games.get(delivery.gameId);
    if (!endpoint || !event || !game) return null;
    const protocol = platforms[delivery.platform].protocolFor(endpoint, game);
    const headers = protocol.headers(
      { body: requestBody(delivery, event) },
      clock.now() + signatureShift(domain, game.id),
    );
    return headers instanceof Promise ? null : headers;
  };
}
