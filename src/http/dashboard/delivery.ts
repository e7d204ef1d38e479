import * as z from 'zod';
import { attemptNow, getDelivery, resendDelivery } from '../../domain/webhooks/deliveries.ts';
import { replayDelivery } from '../../domain/webhooks/replays.ts';
import type { Attempt } from '../../domain/model/delivery.ts';
import type { AnswerArchive } from '../../domain/model/store.ts';
import { answerOf } from '../../domain/webhooks/answers.ts';
import { deliveredBody } from '../api/deliveries.ts';
import { deliveryRow, outcomeText } from './deliveries.ts';
import { prettyJson } from './json.ts';
import { duration, momentAt, momentOrNull } from './formats.ts';
import { redirectTo } from './layout.ts';
import { dashboardPage, type DashboardContext } from './context.ts';

/** The newest attempts that are shown; the control API gives more. */
const SHOWN = 100;

/** A delivery with its attempts as they went over the wire. */
export const deliveryPage = dashboardPage({
  method: 'GET',
  path: '/deliveries/:id',
  run: (context, { params: { id } }) => {
    const { tables, game, now } = context;
    const delivery = getDelivery(tables, game.id, id);
    const attempts = tables.attempts.by('delivery', id);
    const newest = attempts.slice(-SHOWN).reverse();
    const body = deliveredBody(tables, delivery);
    return {
      view: 'delivery',
      title: `Delivery of ${delivery.eventType}`,
      section: 'deliveries',
      state: `${delivery.status} ${delivery.attempts}`,
      model: {
        ...deliveryRow(context, delivery),
        eventId: delivery.eventId,
        settled: momentOrNull(delivery.settledAt, now),
        body: { raw: body, pretty: prettyJson(body) },
        attempts: newest.map((attempt) => attemptDetails(context, attempt)),
        attemptCount: attempts.length,
      },
    };
  },
});

/** Where a form goes on to: the page that it is on. */
const backSchema = z.object({ back: z.string() });

function pageAfter({ root, tables }: DashboardContext, id: string, back: string): string {
  const orderId = tables.deliveries.get(id)?.orderId ?? null;
  if (back === 'list') return root;
  if (back === 'deliveries') return `${root}/deliveries`;
  return back === 'order' && orderId !== null ? `${root}/orders/${orderId}` : `${root}/deliveries/${id}`;
}

export const resendOne = dashboardPage({
  method: 'POST',
  path: '/deliveries/:id/resend',
  form: backSchema,
  again: deliveryPage,
  run: (context, { params: { id }, form }) => {
    resendDelivery(context.domain, context.game, id);
    return redirectTo(pageAfter(context, id, form.back), 'resent');
  },
});

/** Makes the next attempt of the schedule now. */
export const runNow = dashboardPage({
  method: 'POST',
  path: '/deliveries/:id/run',
  form: backSchema,
  again: deliveryPage,
  run: (context, { params: { id }, form }) => {
    const delivery = getDelivery(context.tables, context.game.id, id);
    attemptNow(context.domain, [delivery]);
    return redirectTo(pageAfter(context, id, form.back), 'run-now');
  },
});

/** Sends the event of a delivery to another URL, and goes on to that delivery. */
export const replay = dashboardPage({
  method: 'POST',
  path: '/deliveries/:id/replay',
  form: z.object({ url: z.string().min(1) }),
  again: deliveryPage,
  run: ({ domain, game, root }, { params: { id }, form }) => {
    const { id: replayId } = replayDelivery(domain, game, id, form.url);
    return redirectTo(`${root}/deliveries/${replayId}`, 'replayed');
  },
});

function attemptDetails({ domain, now }: DashboardContext, attempt: Attempt) {
  const { request, response, error, timings } = attempt;
  return {
    id: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    outcome: outcomeText(attempt),
    isOk: error === null,
    note: attempt.note ?? null,
    started: momentAt(attempt.startedAt, now),
    next: momentOrNull(attempt.nextAttemptAt, now),
    error,
    timings: [
      { label: 'Connected after', value: phase(timings.connectMs) },
      { label: 'First byte after', value: phase(timings.firstByteMs) },
      { label: 'Total', value: duration(attempt.durationMs) },
    ],
    requestLine: `${request.method} ${request.url}`,
    requestHeaders: headerRows(request.headers),
    response: response && responseDetails(domain.store.answers, response),
  };
}

function phase(ms: number | null): string {
  return ms === null ? 'not reached' : duration(ms);
}

function headerRows(headers: Readonly<Record<string, string>>) {
  return Object.entries(headers).map(([name, value]) => ({
    name,
    value,
    isSignature: /signature/i.test(name),
  }));
}

function responseDetails(answers: AnswerArchive, response: NonNullable<Attempt['response']>) {
  const { body, truncated } = answerOf(answers, response);
  return {
    status: response.status,
    headers: headerRows(response.headers),
    body: response.encoding === 'base64' ? body : (prettyJson(body) ?? body),
    isBinary: response.encoding === 'base64',
    size: `${response.bodyBytes.toLocaleString('en')} bytes`,
    isTruncated: truncated,
  };
}
