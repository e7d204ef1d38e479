import {
  type Attempt,
  type Delivery,
  DELIVERY_STATUSES,
  type DeliveryStatus,
} from '../../domain/model/delivery.ts';
import { NotFound } from '../../domain/model/errors.ts';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { resendDeliveries, resendDelivery } from '../../domain/webhooks/deliveries.ts';
import { type DeliveryFilter, findDeliveries } from '../../domain/webhooks/delivery-search.ts';
import { deliveryFilter, filterSchema } from '../api/deliveries.ts';
import { parse } from '../api/validation.ts';
import type { PageContext } from './context.ts';
import { duration, momentAt, momentOrNull } from './formats.ts';
import { flashing, type Page, paginate } from './layout.ts';
import { deliveryBadge } from './status-text.ts';

export function deliveriesPage(visit: PageContext): Page {
  const { query, tables, game } = visit;
  const asked = parse(filterSchema, query, 'query');
  const { found, fault } = search(visit, deliveryFilter(asked));
  const { shown, paginator } = paginate(visit, '/deliveries', found);
  const status = resendable(asked.status);
  return {
    view: 'deliveries',
    title: 'Deliveries',
    section: 'deliveries',
    model: {
      rows: shown.map((delivery) => deliveryRow(visit, delivery)),
      paginator,
      fault,
      filter: {
        status: asked.status ?? '',
        eventType: asked.event_type ?? '',
        webhookId: asked.webhook_id ?? '',
        orderId: asked.order_id ?? '',
      },
      isFiltered: Object.values(asked).some((value) => value !== undefined),
      statuses: DELIVERY_STATUSES,
      types: EVENT_TYPES,
      webhooks: tables.webhooks.by('game', game.id).map(({ id, url }) => ({ id, url })),
      resend: { status, count: found.filter((one) => one.status === status).length },
    },
  };
}

/** The filter's order is typed by hand: one that does not exist is said beside the field. */
function search(
  { tables, game }: PageContext,
  filter: DeliveryFilter,
): { found: readonly Delivery[]; fault: string } {
  try {
    return { found: findDeliveries(tables, game.id, filter), fault: '' };
  } catch (error) {
    if (error instanceof NotFound) return { found: [], fault: error.message };
    throw error;
  }
}

/** Which of the listed deliveries the bulk button takes: those that ended badly, by default those given up. */
function resendable(status: DeliveryStatus | undefined): DeliveryStatus {
  return status === 'declined' || status === 'canceled' ? status : 'exhausted';
}

export function resendOne({ domain, game, id, root }: PageContext): string {
  resendDelivery(domain, game, id);
  return flashing(`${root}/deliveries/${id}`, 'resent');
}

/** Resends what the list's filter shows. */
export function resendListed({ domain, tables, game, form, root }: PageContext): string {
  const fields = Object.keys(filterSchema.shape).map((name) => [name, form.text(name)] as const);
  const given = Object.fromEntries(fields.filter(([, value]) => value !== ''));
  const asked = parse(filterSchema, given, 'body');
  const found = findDeliveries(
    tables,
    game.id,
    deliveryFilter({ ...asked, status: resendable(asked.status) }),
  );
  resendDeliveries(domain, game, found.map((delivery) => delivery.id).reverse());
  const { status: _status, ...rest } = given;
  return flashing(`${root}/deliveries?${new URLSearchParams(rest).toString()}`, 'resent-all');
}

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
    isSending: delivery.startedAt !== null,
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
