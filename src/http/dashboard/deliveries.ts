import {
  type Attempt,
  type Delivery,
  DELIVERY_STATUSES,
  type DeliveryStatus,
} from '../../domain/model/delivery.ts';
import { NotFound } from '../../domain/model/errors.ts';
import { ALL_EVENT_TYPES } from '../../domain/model/event.ts';
import { resendDeliveries } from '../../domain/webhooks/deliveries.ts';
import { isHeldBack } from '../../domain/webhooks/pausing.ts';
import { endpointOf } from '../../domain/webhooks/endpoints.ts';
import { type DeliveryFilter, findDeliveries } from '../../domain/webhooks/delivery-search.ts';
import { deliveryFilter, filterSchema } from '../api/deliveries.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { duration, momentAt, momentOrNull } from './formats.ts';
import { paginate, redirectWithCounts } from './layout.ts';
import { deliveryBadge } from './status-text.ts';

export const deliveriesPage = dashboardPage({
  method: 'GET',
  path: '/deliveries',
  query: filterSchema,
  run: (context, { query: filter }) => {
    const { tables, game } = context;
    const { found, problem } = search(context, deliveryFilter(filter));
    const { shown, paginator } = paginate(context, '/deliveries', found);
    const status = resendable(filter.status);
    return {
      view: 'deliveries',
      title: 'Deliveries',
      section: 'deliveries',
      state: String(tables.deliveries.count('exhausted', game.id)),
      model: {
        rows: shown.map((delivery) => deliveryRow(context, delivery)),
        paginator,
        problem,
        filter: {
          status: filter.status ?? '',
          eventType: filter.event_type ?? '',
          webhookId: filter.webhook_id ?? '',
          orderId: filter.order_id ?? '',
        },
        isFiltered: Object.values(filter).some((value) => value !== undefined),
        statuses: DELIVERY_STATUSES,
        types: ALL_EVENT_TYPES,
        webhooks: tables.webhooks.by('game', game.id).map(({ id, url }) => ({ id, url })),
        resend: { status, ...resendCounts(context, found, status) },
      },
    };
  },
});

/** The order of the filter is typed by hand: if it does not exist, the page says so beside the field. */
function search(
  { tables, game }: DashboardContext,
  filter: DeliveryFilter,
): { found: readonly Delivery[]; problem: string } {
  try {
    return { found: findDeliveries(tables, game.id, filter), problem: '' };
  } catch (error) {
    if (error instanceof NotFound) return { found: [], problem: error.message };
    throw error;
  }
}

/** Which of the listed deliveries the button above the list resends: those that failed, by default the exhausted ones. */
function resendable(status: DeliveryStatus | undefined): DeliveryStatus {
  return status === 'declined' || status === 'canceled' ? status : 'exhausted';
}

/** How many of the listed deliveries with a status can be sent again now, and how many can't. */
function resendCounts(context: DashboardContext, found: readonly Delivery[], status: DeliveryStatus) {
  const failed = found.filter((one) => one.status === status);
  const count = failed.filter((one) => canResend(context, one)).length;
  return { count, blocked: failed.length - count };
}

/** Resends what the list's filter shows. */
export const resendListed = dashboardPage({
  method: 'POST',
  path: '/deliveries/resend',
  form: filterSchema,
  again: deliveriesPage,
  run: ({ domain, tables, game, root }, { form }) => {
    const { status, ...rest } = form;
    const filter = deliveryFilter({ ...rest, status: resendable(status) });
    const found = findDeliveries(tables, game.id, filter);
    const ids = found.map((delivery) => delivery.id).reverse();
    const { resent, skipped } = resendDeliveries(domain, game, ids);
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, value);
    return redirectWithCounts(`${root}/deliveries?${query.toString()}`, 'resent-all', [
      resent.length,
      skipped.length,
    ]);
  },
});

/** A delivery in a list, with how its last attempt went. */
export function deliveryRow(context: DashboardContext, delivery: Delivery) {
  const { root, tables, now } = context;
  const last = tables.attempts.by('delivery', delivery.id).at(-1);
  return {
    id: delivery.id,
    href: `${root}/deliveries/${delivery.id}`,
    type: delivery.eventType,
    status: deliveryBadge(delivery.status),
    isFailing: delivery.status === 'pending' && last !== undefined,
    ...target(context, delivery, last),
    isTest: tables.events.get(delivery.eventId)?.trigger === 'test',
    orderId: delivery.orderId,
    orderHref: delivery.orderId === null ? null : `${root}/orders/${delivery.orderId}`,
    attempts: delivery.attempts,
    outcome: last ? outcomeText(last) : 'no attempt yet',
    hint: hintOf(last),
    isSending: delivery.startedAt !== null,
    next: isHeldBack(tables, delivery) ? null : momentOrNull(delivery.nextAttemptAt, now),
    isHeldBack: isHeldBack(tables, delivery),
    created: momentAt(delivery.createdAt, now),
    canResend: canResend(context, delivery),
    resendHref: `${root}/deliveries/${delivery.id}/resend`,
  };
}

/** The receiver; of a deleted webhook only the address of the last attempt is known. */
function target(
  { root, tables, domain }: DashboardContext,
  { webhookId, platform }: Delivery,
  last: Attempt | undefined,
) {
  const webhook = tables.webhooks.get(webhookId);
  const endpoint = endpointOf(tables, webhookId);
  return {
    platform: domain.platforms.named(platform).title,
    isDeleted: endpoint === undefined,
    url: endpoint?.url ?? last?.request.url ?? 'deleted webhook',
    webhookHref: webhook ? `${root}/webhooks/${webhook.id}` : null,
    /** The page of the webhook, or of the address that is none. */
    endpointHref: endpoint ? `${root}/${webhook ? 'webhooks' : 'endpoints'}/${endpoint.id}` : null,
  };
}

function hintOf(attempt: Attempt | undefined): string | null {
  return attempt?.error?.hint ?? attempt?.note ?? null;
}

export function outcomeText({ response, error, durationMs }: Attempt): string {
  const what = response ? `HTTP ${response.status}` : (error?.kind.replaceAll('_', ' ') ?? 'no answer');
  return `${what} in ${duration(durationMs)}`;
}

/** Whether `resendDelivery` would take it. */
export function canResend({ tables }: DashboardContext, delivery: Delivery): boolean {
  return delivery.startedAt === null && endpointOf(tables, delivery.webhookId)?.enabled === true;
}
