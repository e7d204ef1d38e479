import { resendDeliveries, resendDelivery } from '../../domain/webhooks/deliveries.ts';
import { findDeliveries, type DeliveryFilter } from '../../domain/webhooks/delivery-search.ts';
import { NotFound } from '../../domain/model/errors.ts';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { DELIVERY_STATUSES, type Delivery, type DeliveryStatus } from '../../domain/model/delivery.ts';
import { deliveryFilter, filterSchema } from '../api/deliveries.ts';
import { parse } from '../api/validation.ts';
import { deliveryRow } from './delivery-row.ts';
import { flashing } from './flash.ts';
import type { Page } from './page.ts';
import { paginate } from './paginator.ts';
import type { PageContext } from './visit.ts';

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
