import { seconds, secondsBy } from '../../domain/wire/time.ts';
import * as z from 'zod';
import { DELIVERY_STATUSES, type Attempt, type Delivery } from '../../domain/model/delivery.ts';
import { PAYMENT_PLATFORMS } from '../../domain/model/platform.ts';
import type { AnswerArchive, Store } from '../../domain/model/store.ts';
import { answerOf } from '../../domain/webhooks/answers.ts';
import { endpointOf } from '../../domain/webhooks/endpoints.ts';
import { ALL_EVENT_TYPES } from '../../domain/model/event.ts';
import { PAGE_SIZE_LIMIT, takeWithin } from '../api/pagination.ts';
import { deliveredBody } from '../api/deliveries.ts';

const headersSchema = z.record(z.string(), z.string());

export const attemptSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      number: z.int(),
      trigger: z.enum(['automatic', 'manual', 'test']),
      started_at: z.int(),
      duration_ms: z.number(),
      request: z.object({
        method: z.string(),
        url: z.string(),
        headers: headersSchema,
        body: z.string(),
      }),
      response: z
        .object({
          status: z.int(),
          headers: headersSchema,
          body: z.string(),
          encoding: z.literal('base64').optional().describe('Only of a body that is not text.'),
          body_bytes: z.int(),
          truncated: z.boolean(),
        })
        .nullable(),
      error: z.object({ kind: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
      hint: z.string().nullable().describe('What to do, also about an attempt that did not fail.'),
    })
    .meta({ id: 'Attempt' }),
);

export const controlDeliverySchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      platform: z.enum(PAYMENT_PLATFORMS),
      event_id: z.string(),
      event_type: z.enum(ALL_EVENT_TYPES),
      order_id: z.string().nullable(),
      webhook_id: z.string(),
      url: z.string().nullable(),
      status: z.enum(DELIVERY_STATUSES),
      next_attempt_at: z.int().nullable(),
      attempts: z
        .array(attemptSchema)
        .describe('The last ones, oldest first, as many as fit into one answer.'),
      attempts_left_out: z.int().optional().describe('Only when there are more.'),
    })
    .meta({ id: 'Delivery' }),
);

/** A delivery with the requests and responses of all its attempts. Times are Unix seconds. */
export function controlDelivery({ tables, answers }: Pick<Store, 'tables' | 'answers'>, delivery: Delivery) {
  const attempts = tables.attempts.by('delivery', delivery.id);
  const body = deliveredBody(tables, delivery);
  const newestFirst = attempts.toReversed();
  const wireOf = (attempt: Attempt) => attemptWire(answers, attempt, body);
  const shown = takeWithin(newestFirst, PAGE_SIZE_LIMIT, wireOf).reverse();
  return {
    id: delivery.id,
    platform: delivery.platform,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    order_id: delivery.orderId,
    webhook_id: delivery.webhookId,
    url: endpointOf(tables, delivery.webhookId)?.url ?? attempts.at(-1)?.request.url ?? null,
    status: delivery.status,
    next_attempt_at: delivery.nextAttemptAt === null ? null : secondsBy(delivery.nextAttemptAt),
    attempts: shown,
    attempts_left_out: shown.length < attempts.length ? attempts.length - shown.length : undefined,
  };
}

export function attemptWire(answers: AnswerArchive, attempt: Attempt, body: string) {
  return {
    id: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    started_at: seconds(attempt.startedAt),
    duration_ms: attempt.durationMs,
    request: { ...attempt.request, body },
    response: attempt.response && responseWire(answers, attempt.response),
    error: attempt.error,
    hint: attempt.error?.hint ?? attempt.note ?? null,
  };
}

/** A binary body is in base64; only then there is an `encoding`. */
function responseWire(answers: AnswerArchive, response: NonNullable<Attempt['response']>) {
  const { status, headers, encoding, bodyBytes } = response;
  const { body, truncated } = answerOf(answers, response);
  return {
    status,
    headers,
    body,
    encoding: encoding === 'base64' ? encoding : undefined,
    body_bytes: bodyBytes,
    truncated,
  };
}
