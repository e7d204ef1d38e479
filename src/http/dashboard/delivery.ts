import { isQuestion } from '../../domain/hub/answers.ts';
import * as z from 'zod';
import { attemptNow, getDelivery, resendDelivery } from '../../domain/webhooks/deliveries.ts';
import { attemptResult } from '../../domain/webhooks/timeline.ts';
import { replayDelivery } from '../../domain/webhooks/replays.ts';
import type { Attempt, Delivery } from '../../domain/model/delivery.ts';
import type { AnswerArchive } from '../../domain/model/store.ts';
import { answerOf } from '../../domain/webhooks/answers.ts';
import { deliveredBody } from '../api/deliveries.ts';
import { deliveryRow, outcomeText } from './deliveries.ts';
import { signedCurl } from './curl.ts';
import { jsonTokens, prettyJson } from './json.ts';
import { NEW_URL } from './webhook-form.ts';
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
    const { tables, game, now, root, problem } = context;
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
        body: {
          raw: body,
          pretty: prettyJson(body),
          tokens: jsonTokens(body),
          size: `${Buffer.byteLength(body).toLocaleString('en')} bytes`,
        },
        failure: delivery.status === 'delivered' ? null : (attempts.at(-1)?.error ?? null),
        note: attempts.at(-1)?.note ?? null,
        curl: signedCurl(context, delivery),
        replayHref: `${root}/deliveries/${id}/replay`,
        replayUrl: problem?.submitted.text('url') ?? NEW_URL,
        replayOf: replayedDelivery(context, delivery),
        runHref: `${root}/deliveries/${id}/run`,
        ahead: aheadOf(context, delivery),
        attempts: newest.map((attempt) => attemptDetails(context, attempt, body)),
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

function replayedDelivery({ root, tables }: DashboardContext, { replayOf: id }: Delivery) {
  if (id === undefined) return null;
  return tables.deliveries.get(id) ? { id, href: `${root}/deliveries/${id}` } : null;
}

/** How many further attempts of the schedule are shown. */
const AHEAD = 6;

/** When the schedule has attempts after the next one, as far as that is known now. */
function aheadOf({ game, domain, now }: DashboardContext, delivery: Delivery) {
  const { nextAttemptAt, tries, platform, replayOf } = delivery;
  if (nextAttemptAt === null || platform !== 'aghanim' || replayOf !== undefined) return [];
  if (isQuestion(delivery.eventType)) return [];
  let at = nextAttemptAt;
  const delays = (game.retrySchedule ?? domain.rules.retrySchedule).slice(tries, tries + AHEAD);
  return delays.map((delay) => momentAt((at += delay), now));
}

function attemptDetails({ domain, now }: DashboardContext, attempt: Attempt, body: string) {
  const { request, response, error, timings } = attempt;
  return {
    id: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    outcome: outcomeText(attempt),
    tone: error ? 'bad' : (response?.status ?? 0) >= 300 ? 'warn' : 'good',
    result: attemptResult(attempt).replaceAll('_', ' '),
    signed: signedText(request.headers, body),
    started: momentAt(attempt.startedAt, now),
    next: momentOrNull(attempt.nextAttemptAt, now),
    error,
    timings: [
      { label: 'connected after', value: phase(timings.connectMs) },
      { label: 'first byte after', value: phase(timings.firstByteMs) },
    ],
    requestLine: `${request.method} ${request.url}`,
    requestHeaders: headerRows(request.headers),
    response: response && responseDetails(domain.store.answers, response),
  };
}

/** What the signature of an Aghanim webhook is made over; `null` for other platforms. */
function signedText(headers: Readonly<Record<string, string>>, body: string): string | null {
  const timestamp = headers['X-Aghanim-Signature-Timestamp'];
  return timestamp === undefined ? null : `${timestamp}.${body}`;
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
    tokens: response.encoding === 'base64' ? null : jsonTokens(body),
    isBinary: response.encoding === 'base64',
    size: `${response.bodyBytes.toLocaleString('en')} bytes`,
    isTruncated: truncated,
  };
}
