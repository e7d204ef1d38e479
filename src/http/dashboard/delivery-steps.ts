import type { Attempt, Delivery } from '../../domain/model/delivery.ts';
import { answerOf } from '../../domain/webhooks/answers.ts';
import type { DashboardContext } from './context.ts';
import { deliveryRow, outcomeText } from './deliveries.ts';
import { signedCurl } from './curl.ts';
import { prettyJson } from './json.ts';
import { headerLines, type SequenceStep } from './sequence-step.ts';

/** The attempts of a delivery, and the one that the retry schedule has next. */
export function deliverySteps(context: DashboardContext, delivery: Delivery): SequenceStep[] {
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
): SequenceStep {
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

function responseText({ domain }: DashboardContext, response: NonNullable<Attempt['response']>): string {
  const { status, headers, encoding } = response;
  const { body } = answerOf(domain.store.answers, response);
  const shown = encoding === 'base64' ? `(binary, as base-64) ${body}` : (prettyJson(body) ?? body);
  return `HTTP ${status}\n${headerLines(headers)}\n\n${shown}`;
}

function nextStep(context: DashboardContext, delivery: Delivery): SequenceStep {
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
