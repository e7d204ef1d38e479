import type { Delivery } from '../../domain/model/delivery.ts';
import type { Order } from '../../domain/model/order.ts';
import type { DashboardContext } from './context.ts';
import { deliveryRow } from './deliveries.ts';
import { signedCurl } from './curl.ts';
import { grantingWords } from './status-text.ts';

/** What went wrong with an order and what to do about it: the first thing that its page says. */
export function failuresOf(context: DashboardContext, order: Order) {
  const { tables, domain } = context;
  const platform = domain.platforms.of(order);
  const failing = tables.deliveries
    .by('order', order.id)
    .filter((delivery) => isFailing(context, delivery))
    .map((delivery) => failingDelivery(context, delivery));
  return {
    granting: grantingWords(order, platform),
    notice: platform.notice(order),
    platform: platform.title,
    decline: declineOf(context, order),
    deliveries: failing,
  };
}

/** Whether a delivery was given up or declined, or its last attempt failed and the schedule has another one. */
export function isFailing({ tables }: DashboardContext, { id, status }: Delivery): boolean {
  if (status === 'exhausted' || status === 'declined') return true;
  return status === 'pending' && (tables.attempts.by('delivery', id).at(-1)?.error ?? null) !== null;
}

function failingDelivery(context: DashboardContext, delivery: Delivery) {
  const last = context.tables.attempts.by('delivery', delivery.id).at(-1);
  return {
    ...deliveryRow(context, delivery),
    reason: last?.error?.message ?? null,
    curl: signedCurl(context, delivery),
  };
}

/** Why the last payment of an order that can still be paid failed. */
function declineOf({ tables }: DashboardContext, order: Order): string | null {
  const last = tables.payments.by('order', order.id).at(-1);
  if (order.status !== 'reattempted' || !last?.decline) return null;
  return `${last.decline.code} ${last.decline.message}`;
}
