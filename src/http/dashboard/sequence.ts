import type { Attempt, Delivery } from '../../domain/model/delivery.ts';
import type { Event } from '../../domain/model/event.ts';
import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { isExpired } from '../../domain/orders/states.ts';
import { cardOf } from '../../domain/payments/cards.ts';
import { AUTOMATIC_REFUND_REASON } from '../../domain/payments/granting.ts';
import { answerOf } from '../../domain/webhooks/answers.ts';
import { ignoredPlanKeys } from '../request-log/plan-keys.ts';
import { secretsOf, viewRequest, type LoggedView } from '../request-log/view.ts';
import { type DashboardContext, keyOf } from './context.ts';
import { apiCurl } from './curl.ts';
import { deliveryRow, outcomeText } from './deliveries.ts';
import { signedCurl } from './delivery-curl.ts';
import { duration, momentAt } from './formats.ts';
import { prettyJson, shownJson } from './json.ts';
import { cardText } from './orders.ts';
import { requestCurl } from './request-rows.ts';

/** Who takes part, in the order of the lanes. */
const LANES = ['Player', 'Checkout', 'Emulator', 'Game'] as const;

type Lane = 1 | 2 | 3 | 4;
type StepTone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

/** A text that a step opens. */
interface StepPart {
  readonly label: string;
  readonly text: string;
}

/** Something that happened to an order, or that will. */
interface Happening {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly from: Lane;
  readonly to: Lane;
  readonly tone: StepTone;
  readonly title: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string | null;
  readonly link?: { readonly href: string; readonly text: string };
  readonly parts?: readonly StepPart[];
  readonly runHref?: string | null;
  readonly isAhead?: boolean;
}

/**
 * Everything that happened to an order, oldest first: the API request, the checkout page, payments, events, and each
 * attempt to tell the game with its answer; then what the retry schedule has ahead.
 */
export function sequenceOf(context: DashboardContext, order: Order) {
  const happenings = [
    ...requests(context, order),
    ...eventsAndPayments(context, order),
    ...expiry(context, order),
  ].sort((a, b) => Number(a.isAhead ?? false) - Number(b.isAhead ?? false) || a.at - b.at);
  return happenings.map((one, index) => step(context, one, happenings[index - 1]));
}

function step({ now }: DashboardContext, one: Happening, before: Happening | undefined) {
  const { at, from, to, detail, hint, link, parts, runHref, code, isAhead = false, ...rest } = one;
  return {
    ...rest,
    isAhead,
    code: code ?? '',
    moment: momentAt(at, now),
    offset: before && !isAhead ? `+${duration(Math.max(0, at - before.at))}` : '',
    lanes: from === to ? LANES[from - 1] : `${LANES[from - 1] ?? ''} to ${LANES[to - 1] ?? ''}`,
    span: `lane-${Math.min(from, to)}-${Math.max(from, to)}`,
    direction: from === to ? 'here' : from < to ? 'right' : 'left',
    detail: detail ?? '',
    hint: hint ?? null,
    link: link ?? null,
    parts: parts?.filter(({ text }) => text !== '') ?? [],
    runHref: runHref ?? null,
  };
}

/** The requests to the S2S API that made or changed the order; reading it changes nothing. */
function requests(context: DashboardContext, order: Order): Happening[] {
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

function requestStep(context: DashboardContext, view: LoggedView, at: number): Happening {
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
      { label: 'Sent', text: shownJson(view.request) },
      { label: 'Answered', text: shownJson(view.response) },
      { label: 'curl', text: requestCurl(context, view) },
    ],
  };
}

function pageViews({ app }: DashboardContext, { id }: Order): Happening[] {
  const at = app.pageViews.firstOf(id);
  if (at === null) return [];
  return [
    { id: `${id}-page`, at, from: 1, to: 2, tone: 'info', title: 'The player opens the checkout page' },
  ];
}

function paymentStep(context: DashboardContext, order: Order, payment: Payment): Happening {
  return {
    id: payment.id,
    at: payment.createdAt,
    from: 1,
    to: 2,
    tone: 'info',
    title: 'The player pays',
    detail: cardText(payment),
    parts: [
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

/** In the order of what caused what, so that things of one moment are in that order too. */
function eventsAndPayments(context: DashboardContext, order: Order): Happening[] {
  const { tables } = context;
  const stored = tables.events.by('order', order.id);
  const created = stored[0]?.type === 'order.created' ? stored[0] : null;
  const later = created ? stored.slice(1) : stored;
  const left = new Map(tables.payments.by('order', order.id).map((one) => [one.transactionId, one]));
  const told = later.flatMap((event) => {
    const payment = event.type === 'payment.pending' ? left.get(event.transactionId) : undefined;
    if (payment) left.delete(event.transactionId);
    return [...(payment ? [paymentStep(context, order, payment)] : []), ...toldSteps(context, event)];
  });
  return [
    ...(created ? toldSteps(context, created) : beginning(context, order)),
    ...pageViews(context, order),
    ...[...left.values()].map((payment) => paymentStep(context, order, payment)),
    ...told,
  ];
}

/** An event, and each attempt to tell the game. */
function toldSteps(context: DashboardContext, event: Event): Happening[] {
  const deliveries = context.tables.deliveries.by('event', event.id);
  return [
    eventStep(event, deliveries.length === 0),
    ...deliveries.flatMap((delivery) => deliverySteps(context, delivery)),
  ];
}

function eventStep(event: Event, isUntold: boolean): Happening {
  const [title, tone = 'info'] = TITLES[event.type] ?? [event.type];
  return {
    id: event.id,
    at: event.createdAt,
    from: 3,
    to: 3,
    tone,
    title,
    code: event.type,
    detail: [detailOf(event), isUntold ? 'no webhook takes it' : ''].filter((one) => one !== '').join(' · '),
    parts: [{ label: 'JSON', text: prettyJson(event.body) ?? event.body }],
  };
}

/** Old events are not kept for ever; the order itself is. */
function beginning({ domain }: DashboardContext, order: Order): Happening[] {
  const detail = domain.platforms.of(order).eventTypes.includes('order.created')
    ? 'Its events are no longer kept.'
    : '';
  const { id, createdAt: at } = order;
  return [{ id: `${id}-created`, at, from: 3, to: 3, tone: 'info', title: 'Order created', detail }];
}

function deliverySteps(context: DashboardContext, delivery: Delivery): Happening[] {
  const attempts = context.tables.attempts.by('delivery', delivery.id);
  const curl = signedCurl(context, delivery) ?? '';
  const steps = attempts.map((attempt) => attemptStep(context, delivery, attempt, curl));
  return delivery.nextAttemptAt === null ? steps : [...steps, nextStep(context, delivery)];
}

function attemptStep(
  context: DashboardContext,
  delivery: Delivery,
  attempt: Attempt,
  curl: string,
): Happening {
  const { request, response, error } = attempt;
  const isDeclined = error === null && (response?.status ?? 0) >= 300;
  return {
    id: attempt.id,
    at: attempt.startedAt,
    from: 3,
    to: 4,
    tone: error ? 'bad' : isDeclined ? 'warn' : 'good',
    title: outcomeText(attempt),
    code: delivery.eventType,
    detail: `to ${request.url}${attempt.number > 1 ? ` · attempt ${attempt.number}` : ''}`,
    hint: error?.hint ?? attempt.note ?? null,
    link: { href: `${context.root}/deliveries/${delivery.id}#${attempt.id}`, text: 'Open the delivery' },
    parts: [
      { label: 'Request headers', text: headerLines(request.headers) },
      { label: 'Response', text: response ? responseText(context, response) : (error?.message ?? '') },
      { label: 'Signed curl', text: curl },
    ],
  };
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function responseText({ domain }: DashboardContext, response: NonNullable<Attempt['response']>): string {
  const { status, headers, encoding } = response;
  const { body } = answerOf(domain.store.answers, response);
  const shown = encoding === 'base64' ? `(binary, as base-64) ${body}` : (prettyJson(body) ?? body);
  return `HTTP ${status}\n${headerLines(headers)}\n\n${shown}`;
}

function nextStep(context: DashboardContext, delivery: Delivery): Happening {
  const { url, isSending } = deliveryRow(context, delivery);
  return {
    id: `${delivery.id}-next`,
    at: delivery.nextAttemptAt ?? context.now,
    from: 3,
    to: 4,
    tone: 'info',
    title: isSending ? 'Attempt under way' : delivery.attempts === 0 ? 'First attempt' : 'Next attempt',
    code: delivery.eventType,
    detail: `to ${url}`,
    runHref: isSending ? null : `${context.root}/deliveries/${delivery.id}/run`,
    isAhead: true,
  };
}

function expiry({ now }: DashboardContext, order: Order): Happening[] {
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
