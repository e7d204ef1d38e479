import type { Attempt, Delivery } from '../model/delivery.ts';
import type { Event } from '../model/event.ts';
import type { Order } from '../model/order.ts';
import type { ReadTables } from '../model/tables.ts';
import { isExpired } from '../orders/states.ts';

/** One thing that happened to an order: a change of its state, an action, or the delivery of an event. */
export interface TimelineEntry {
  /** Without ids and times, so that a test can compare it: `order.paid`, `refund`, `item.add 500 200`. */
  readonly text: string;
  readonly kind: 'state' | 'action' | 'delivery';
  /** Unix milliseconds, by the clock of the game. */
  readonly at: number;
  /** `null` for what concerns no order. */
  readonly orderId: string | null;
  /** `null` for what no event tells of. */
  readonly event: Event | null;
  readonly delivery: Delivery | null;
  readonly attempts: readonly Attempt[];
}

type TimelineTables = Pick<ReadTables, 'events' | 'deliveries' | 'attempts' | 'payments'>;

/** States and actions by the event that tells of them; the other events only show as deliveries. */
const NAMES: Readonly<Partial<Record<Event['type'], readonly ['state' | 'action', string]>>> = {
  'order.created': ['state', 'order.created'],
  'order.paid': ['state', 'order.paid'],
  'order.refunded': ['action', 'refund'],
  'payment.declined': ['state', 'payment.declined'],
  'payment.expired': ['state', 'payment.expired'],
  'payment.abandoned': ['action', 'abandon'],
  'payment.canceled': ['action', 'cancel'],
  'payment.rejected': ['action', 'reject'],
  'payment.voided': ['action', 'void'],
  'payment.dispute': ['action', 'dispute'],
  'fraud.reported': ['action', 'fraud'],
  'coupon.redeemed': ['state', 'coupon.redeemed'],
  'subscription.activated': ['state', 'subscription.activated'],
  'subscription.updated': ['state', 'subscription.updated'],
  'subscription.renewed': ['state', 'subscription.renewed'],
  'subscription.deactivated': ['state', 'subscription.deactivated'],
  OrderPaid: ['state', 'order.paid'],
  OrderCancelled: ['state', 'order.canceled'],
};

/**
 * Everything that happened to an order, in order. What belongs to one business transaction is together: first its
 * states and actions, then its deliveries.
 */
export function timelineOf(tables: TimelineTables, order: Order, now: number): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const all = tables.events.by('order', order.id);
  // Not every platform has an event of it, and the event may be forgotten.
  if (!all.some(({ type }) => type === 'order.created'))
    entries.push(stateEntry(order, 'order.created', order.createdAt));
  let isDisputed = false;
  for (const events of transactionsOf(all)) {
    const named = events.flatMap((event) => {
      const name = nameOf(event.type, isDisputed, order);
      if (event.type === 'payment.dispute') isDisputed = true;
      else if (event.type === 'payment.succeeded' || event.type === 'payment.chargeback') isDisputed = false;
      return name === null ? [] : [namedEntry(event, name)];
    });
    const deliveries = events.flatMap((event) =>
      tables.deliveries.by('event', event.id).map((delivery) => deliveryEntry(tables, event, delivery)),
    );
    entries.push(...named, ...deliveries);
  }
  if (order.status === 'captured') entries.push(paymentUnderWay(tables, order));
  if (isExpired(order, now)) entries.push(stateEntry(order, 'order.expired', order.expiresAt));
  return entries;
}

const NOTHING = { event: null, delivery: null, attempts: [] } as const;

/** A state that no event tells of. */
function stateEntry({ id: orderId }: Order, text: string, at: number): TimelineEntry {
  return { ...NOTHING, text, kind: 'state', at, orderId };
}

function namedEntry(event: Event, [kind, text]: readonly ['state' | 'action', string]): TimelineEntry {
  return { ...NOTHING, text, kind, at: event.createdAt, orderId: event.orderId, event };
}

/** An event that concerns no order, and the deliveries of it, as entries of a timeline. */
export function entriesOf(tables: TimelineTables, event: Event): readonly TimelineEntry[] {
  const name = nameOf(event.type, false, null);
  const deliveries = tables.deliveries.by('event', event.id);
  return [
    ...(name === null ? [] : [namedEntry(event, name)]),
    ...deliveries.map((delivery) => deliveryEntry(tables, event, delivery)),
  ];
}

/** Consecutive events of the same transaction. */
function transactionsOf(events: readonly Event[]): readonly (readonly Event[])[] {
  const groups: Event[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.transactionId === event.transactionId && last[0].createdAt === event.createdAt)
      last.push(event);
    else groups.push([event]);
  }
  return groups;
}

function nameOf(
  type: Event['type'],
  isDisputed: boolean,
  order: Order | null,
): readonly ['state' | 'action', string] | null {
  // One notification tells of refunds and of lost disputes.
  if (type === 'OrderCancelled' && order?.status === 'refunded') return ['action', 'refund'];
  if (type === 'payment.chargeback') return ['action', isDisputed ? 'dispute-lost' : 'chargeback'];
  if (type === 'payment.succeeded' && isDisputed) return ['action', 'dispute-won'];
  return NAMES[type] ?? null;
}

function deliveryEntry(tables: TimelineTables, event: Event, delivery: Delivery): TimelineEntry {
  const attempts = tables.attempts.by('delivery', delivery.id);
  return {
    text: deliveryText(event, delivery, attempts),
    kind: 'delivery',
    at: delivery.createdAt,
    orderId: delivery.orderId,
    event,
    delivery,
    attempts,
  };
}

/** `item.add 500 timeout 200`: the event with the results of the attempts; without any, with its status. */
export function deliveryText(event: Event, delivery: Delivery, attempts: readonly Attempt[]): string {
  const results = attempts.length === 0 ? [delivery.status] : attempts.map(attemptResult);
  return [event.type, ...results].join(' ');
}

/** The HTTP status of a complete response, else the kind of the error: `500`, `timeout`. */
export function attemptResult({ response, error }: Attempt): string {
  if (error !== null && error.kind !== 'http_status') return error.kind;
  return response === null ? (error?.kind ?? 'unknown') : String(response.status);
}

function paymentUnderWay(tables: TimelineTables, order: Order): TimelineEntry {
  const at = tables.payments.by('order', order.id).at(-1)?.createdAt ?? order.modifiedAt;
  return stateEntry(order, 'payment.pending', at);
}
