import type { Event } from '../../domain/model/event.ts';
import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { playerKey } from '../../domain/model/tables.ts';
import { isExpired } from '../../domain/orders/states.ts';
import { cardOf } from '../../domain/payments/cards.ts';
import { AUTOMATIC_REFUND_REASON } from '../../domain/payments/granting.ts';
import { paymentRead } from '../../domain/wire/payment.ts';
import { ignoredPlanKeys } from '../request-log/plan-keys.ts';
import { secretsOf, viewRequest, type LoggedView } from '../request-log/view.ts';
import { type DashboardContext, keyOf } from './context.ts';
import { apiCurl } from './curl.ts';
import { deliverySteps } from './delivery-steps.ts';
import { duration } from './formats.ts';
import { prettyJson, shownJson } from './json.ts';
import { cardText } from './orders.ts';
import { requestCurl } from './request-rows.ts';
import { headerLines, type SequenceStep, stepModel, type StepTone } from './sequence-step.ts';

/**
 * Everything that happened to an order, oldest first: the API request, the checkout page, payments, events, and each
 * attempt to deliver them with its answer; then the attempts that the retry schedule has next.
 */
export function sequenceOf(context: DashboardContext, order: Order) {
  const steps = [
    ...requests(context, order),
    ...eventsAndPayments(context, order),
    ...expiry(context, order),
  ].sort((a, b) => Number(a.isAhead ?? false) - Number(b.isAhead ?? false) || a.at - b.at);
  return steps.map((step, index) => stepModel(context, step, steps[index - 1]));
}

/** The requests to the S2S API that made or changed the order; reading it changes nothing. */
function requests(context: DashboardContext, order: Order): SequenceStep[] {
  const { app, game, tables } = context;
  const keys = secretsOf(app, game);
  const planKeys = ignoredPlanKeys(tables, game);
  return app.requestLog
    .of(game.id)
    .filter(({ received, params, answer }) => {
      if (received.method === 'GET') return false;
      return Object.values(params).includes(order.id) || answer.includes(order.id);
    })
    .map(({ at, ...logged }) => ({ at, view: viewRequest({ at, ...logged }, keys, planKeys) }))
    .filter(({ view }) => view.order_id === order.id)
    .map(({ at, view }) => requestStep(context, view, at));
}

function requestStep(context: DashboardContext, view: LoggedView, at: number): SequenceStep {
  const isOk = view.status < 400;
  const ignored = view.ignored_fields.join(', ');
  return {
    id: view.id,
    at,
    from: 4,
    to: 3,
    tone: isOk ? (ignored === '' ? 'info' : 'warn') : 'bad',
    title: `${view.method} ${view.path}`,
    detail: `${view.status} in ${duration(view.duration_ms)}`,
    hint: ignored === '' ? null : `Nobody read: ${ignored}`,
    link: { href: `${context.root}/requests/${view.id}`, text: 'Open the request' },
    parts: [
      { label: 'Headers', text: headerLines(view.headers) },
      { label: 'Sent', text: shownJson(view.request) },
      { label: 'Answered', text: shownJson(view.response) },
      { label: 'curl', text: requestCurl(context, view) },
    ],
  };
}

function pageViews({ app }: DashboardContext, { id }: Order): SequenceStep[] {
  const at = app.pageViews.firstOf(id);
  if (at === null) return [];
  return [
    { id: `${id}-page`, at, from: 1, to: 2, tone: 'info', title: 'The player opens the checkout page' },
  ];
}

function paymentStep(context: DashboardContext, order: Order, payment: Payment): SequenceStep {
  const { tables, domain } = context;
  const player = tables.players.get(playerKey(payment.gameId, payment.playerId));
  return {
    id: payment.id,
    at: payment.createdAt,
    from: 1,
    to: 2,
    tone: 'info',
    title: 'The player pays',
    detail: cardText(payment),
    parts: [
      { label: 'JSON, as it is now', text: shownJson(paymentRead(payment, order, player, domain.rules)) },
      {
        label: 'curl',
        text: apiCurl(
          context.base,
          `/_emulator/orders/${order.id}/pay`,
          { card: cardOf(payment)?.number ?? null },
          keyOf(context),
        ),
      },
    ],
  };
}

const TITLES: Readonly<Record<string, readonly [title: string, tone?: StepTone]>> = {
  'order.created': ['Order created'],
  'order.paid': ['Order paid', 'good'],
  'order.canceled': ['Order canceled', 'bad'],
  'order.refunded': ['Order refunded', 'neutral'],
  'payment.pending': ['Payment started'],
  'payment.succeeded': ['Payment succeeded', 'good'],
  'payment.declined': ['Payment declined', 'bad'],
  'payment.abandoned': ['Payment abandoned', 'warn'],
  'payment.canceled': ['Payment canceled', 'warn'],
  'payment.rejected': ['Payment rejected', 'bad'],
  'payment.voided': ['Payment voided', 'warn'],
  'payment.expired': ['Payment expired', 'warn'],
  'payment.refunded': ['Payment refunded', 'neutral'],
  'payment.dispute': ['Payment disputed', 'warn'],
  'payment.chargeback': ['Payment charged back', 'bad'],
  'fraud.reported': ['Fraud reported', 'bad'],
  'item.add': ['Game asked to grant the items'],
  'item.remove': ['Game asked to take the items back', 'neutral'],
  'coupon.redeemed': ['Coupon redeemed'],
  OrderPaid: ['Game notified of the paid order'],
  OrderCancelled: ['Game notified of the canceled order'],
};

/** Each cause before its effects, so that steps of the same millisecond are in that order too. */
function eventsAndPayments(context: DashboardContext, order: Order): SequenceStep[] {
  const { tables } = context;
  const stored = tables.events.by('order', order.id);
  const created = stored[0]?.type === 'order.created' ? stored[0] : null;
  const later = created ? stored.slice(1) : stored;
  const left = new Map(tables.payments.by('order', order.id).map((one) => [one.transactionId, one]));
  const laterSteps = later.flatMap((event) => {
    const payment = event.type === 'payment.pending' ? left.get(event.transactionId) : undefined;
    if (payment) left.delete(event.transactionId);
    return [...(payment ? [paymentStep(context, order, payment)] : []), ...eventSteps(context, event)];
  });
  return [
    ...(created ? eventSteps(context, created) : createdStep(context, order)),
    ...pageViews(context, order),
    ...[...left.values()].map((payment) => paymentStep(context, order, payment)),
    ...laterSteps,
  ];
}

/** An event, and its deliveries. */
function eventSteps(context: DashboardContext, event: Event): SequenceStep[] {
  const deliveries = context.tables.deliveries.by('event', event.id);
  return [
    eventStep(context, event, deliveries.length === 0),
    ...deliveries.flatMap((delivery) => deliverySteps(context, delivery)),
  ];
}

function eventStep({ root }: DashboardContext, event: Event, hasNoWebhook: boolean): SequenceStep {
  const [title, tone = 'info'] = TITLES[event.type] ?? [event.type];
  return {
    id: event.id,
    at: event.createdAt,
    from: 3,
    to: 3,
    tone,
    title,
    code: event.type,
    detail: [detailOf(event), hasNoWebhook ? 'no webhook takes it' : '']
      .filter((one) => one !== '')
      .join(' · '),
    link: { href: `${root}/events/${event.id}`, text: 'Open the event' },
    parts: [{ label: 'JSON', text: prettyJson(event.body) ?? event.body }],
  };
}

/** Stands for the event `order.created` when none is stored: old events are deleted, the order is not. */
function createdStep({ domain }: DashboardContext, order: Order): SequenceStep[] {
  const detail = domain.platforms.of(order).eventTypes.includes('order.created')
    ? 'Its events are no longer kept.'
    : '';
  const { id, createdAt: at } = order;
  return [{ id: `${id}-created`, at, from: 3, to: 3, tone: 'info', title: 'Order created', detail }];
}

function expiry({ now }: DashboardContext, order: Order): SequenceStep[] {
  if (!isExpired(order, now)) return [];
  const detail = 'It can no longer be paid. No event tells of that.';
  const { id, expiresAt: at } = order;
  return [{ id: `${id}-expired`, at, from: 3, to: 3, tone: 'warn', title: 'Order expired', detail }];
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
