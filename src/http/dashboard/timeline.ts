import type { Event } from '../../domain/model/event.ts';
import type { Order } from '../../domain/model/order.ts';
import { AUTOMATIC_REFUND_REASON } from '../../domain/payments/granting.ts';
import { isExpired } from '../../domain/orders/states.ts';
import { deliveryRow } from './deliveries.ts';
import { momentAt, type Moment } from './formats.ts';
import type { DashboardContext } from './context.ts';

/** One thing that happened to an order, with the deliveries that told the game of it. */
export interface Entry {
  readonly at: number;
  readonly moment: Moment;
  readonly title: string;
  readonly detail: string;
  /** The event that tells of it; `null` for what no event tells of. */
  readonly event: { readonly type: string; readonly id: string; readonly body: string } | null;
  readonly deliveries: readonly ReturnType<typeof deliveryRow>[];
}

const TITLES: Readonly<Record<string, string>> = {
  'order.created': 'Order created',
  'order.paid': 'Order paid',
  'order.canceled': 'Order canceled',
  'order.refunded': 'Order refunded',
  'payment.pending': 'Payment started',
  'payment.succeeded': 'Payment succeeded',
  'payment.declined': 'Payment declined',
  'payment.abandoned': 'Payment abandoned',
  'payment.canceled': 'Payment canceled',
  'payment.rejected': 'Payment rejected',
  'payment.voided': 'Payment voided',
  'payment.expired': 'Payment expired',
  'payment.refunded': 'Payment refunded',
  'payment.dispute': 'Payment disputed',
  'payment.chargeback': 'Payment charged back',
  'fraud.reported': 'Fraud reported',
  'item.add': 'Game asked to grant the items',
  'item.remove': 'Game asked to take the items back',
  'coupon.redeemed': 'Coupon redeemed',
  OrderPaid: 'Game notified of the paid order',
  OrderCancelled: 'Game notified of the canceled order',
};

/** Everything that happened to an order, oldest first. */
export function timelineOf(context: DashboardContext, order: Order): Entry[] {
  const events = context.tables.events.by('order', order.id).map((event) => eventEntry(context, event));
  return [...beginning(context, order, events), ...events, ...expiry(context, order)].sort(
    (a, b) => a.at - b.at,
  );
}

function eventEntry(context: DashboardContext, event: Event): Entry {
  const deliveries = context.tables.deliveries.by('event', event.id);
  return {
    ...entry(context, event.createdAt, TITLES[event.type] ?? event.type),
    detail: detailOf(event),
    event: { type: event.type, id: event.id, body: event.body },
    deliveries: deliveries.map((delivery) => deliveryRow(context, delivery)),
  };
}

function entry({ now }: DashboardContext, at: number, title: string): Entry {
  return { at, moment: momentAt(at, now), title, detail: '', event: null, deliveries: [] };
}

/** Old events are not kept for ever; the order itself is. */
function beginning(context: DashboardContext, order: Order, events: readonly Entry[]): Entry[] {
  if (events.some((one) => one.event?.type === 'order.created')) return [];
  const { eventTypes } = context.domain.platforms.of(order);
  const detail = eventTypes.includes('order.created') ? 'Its events are no longer kept.' : '';
  return [{ ...entry(context, order.createdAt, 'Order created'), detail }];
}

function expiry(context: DashboardContext, order: Order): Entry[] {
  if (!isExpired(order, context.now)) return [];
  const detail = 'It can no longer be paid. No event tells of that.';
  return [{ ...entry(context, order.expiresAt, 'Order expired'), detail }];
}

/** What the event's data adds to its title. */
function detailOf({ type, body }: Event): string {
  const { event_data: data = {} } = JSON.parse(body) as { event_data?: Readonly<Record<string, unknown>> };
  if (type === 'payment.declined') return `${text(data['fail_reason_code'])} ${text(data['fail_reason'])}`;
  if (type === 'payment.refunded') return refundDetail(text(data['refund_reason']));
  if (type.startsWith('item.')) return text(data['reason']);
  return type === 'payment.pending' ? text(data['payment_id']) : '';
}

function refundDetail(reason: string): string {
  if (reason !== AUTOMATIC_REFUND_REASON) return `Reason: ${reason}`;
  return `Reason: ${reason}. In production Aghanim has to enable automatic refunds for the game.`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
