import type { Attempt, Delivery } from '../../domain/model/delivery.ts';
import { deliveryBadge } from './badges.ts';
import { duration, momentAt, momentOrNull } from './moments.ts';
import type { PageContext } from './visit.ts';

/** A delivery in a list, with how its last attempt went. */
export function deliveryRow(visit: PageContext, delivery: Delivery) {
  const { root, tables, now } = visit;
  const last = tables.attempts.by('delivery', delivery.id).at(-1);
  return {
    id: delivery.id,
    href: `${root}/deliveries/${delivery.id}`,
    type: delivery.eventType,
    status: deliveryBadge(delivery.status),
    isFailing: delivery.status === 'pending' && last !== undefined,
    ...target(visit, delivery, last),
    isTest: tables.events.get(delivery.eventId)?.trigger === 'test',
    orderId: delivery.orderId,
    orderHref: delivery.orderId === null ? null : `${root}/orders/${delivery.orderId}`,
    attempts: delivery.attempts,
    outcome: last ? outcomeText(last) : 'no attempt yet',
    hint: hintOf(last),
    isInFlight: delivery.startedAt !== null,
    next: momentOrNull(delivery.nextAttemptAt, now),
    created: momentAt(delivery.createdAt, now),
    canResend: canResend(visit, delivery),
    resendHref: `${root}/deliveries/${delivery.id}/resend`,
  };
}

/** Where it goes; a deleted webhook is known by what was sent to it. */
function target({ root, tables }: PageContext, { webhookId }: Delivery, last: Attempt | undefined) {
  const webhook = tables.webhooks.get(webhookId);
  return {
    url: webhook?.url ?? last?.request.url ?? 'deleted webhook',
    webhookHref: webhook ? `${root}/webhooks/${webhook.id}` : null,
  };
}

function hintOf(attempt: Attempt | undefined): string | null {
  return attempt?.error?.hint ?? null;
}

export function outcomeText({ response, error, durationMs }: Attempt): string {
  const what = response ? `HTTP ${response.status}` : (error?.kind.replaceAll('_', ' ') ?? 'no answer');
  return `${what} in ${duration(durationMs)}`;
}

/** Whether `resendDelivery` would take it. */
export function canResend({ tables }: PageContext, delivery: Delivery): boolean {
  return delivery.startedAt === null && tables.webhooks.get(delivery.webhookId)?.enabled === true;
}
