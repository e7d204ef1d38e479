import * as z from 'zod';
import { ALL_EVENT_TYPES } from '../../domain/model/event.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { attemptResult, timelineOf, type TimelineEntry } from '../../domain/webhooks/timeline.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operation } from '../api/operation.ts';
import { UNKNOWN_ORDER } from './orders.ts';

export const entrySchema = z.lazy(() =>
  z
    .object({
      text: z.string(),
      kind: z.enum(['state', 'action', 'delivery']),
      at: z.int(),
      order_id: z.string().nullable(),
      event_type: z.enum(ALL_EVENT_TYPES).nullable(),
      event_id: z.string().nullable(),
      delivery_id: z.string().nullable(),
      webhook_id: z.string().nullable(),
      attempts: z.array(
        z.object({
          at: z.int(),
          result: z.string().describe('The HTTP status, or the kind of the error: "timeout".'),
        }),
      ),
      cause: z
        .object({
          transaction_id: z.string(),
          request_id: z.string().nullable().describe('The request to the S2S API behind it.'),
          trigger: z.string().nullable(),
        })
        .nullable(),
    })
    .meta({ id: 'TimelineEntry' }),
);

export const timelineOperations = [
  operation({
    id: 'read_timeline',
    method: 'GET',
    path: '/orders/{id}/timeline',
    summary: 'Read what happened to an order, oldest first.',
    description:
      'The texts have no ids and no times, so that a test can compare them. They name state changes ("order.paid"), actions ("refund"), and deliveries with the result of each attempt ("item.add 500 timeout 200").',
    response: {
      200: z.lazy(() => z.object({ timeline: z.array(z.string()), entries: z.array(entrySchema) })),
    },
    errors: { 404: UNKNOWN_ORDER },
    run: ({ app: { domain }, game, params }) => {
      const { tables } = domain.store;
      const entries = timelineOf(tables, getOrder(tables, game.id, params.id), domain.clock.now());
      return { timeline: entries.map(({ text }) => text), entries: entries.map(entryWire) };
    },
  }),
];

export function entryWire({ text, kind, at, orderId, event, delivery, attempts }: TimelineEntry) {
  return {
    text,
    kind,
    at: seconds(at),
    order_id: orderId,
    event_type: event?.type ?? null,
    event_id: event?.id ?? null,
    delivery_id: delivery?.id ?? null,
    webhook_id: delivery?.webhookId ?? null,
    attempts: attempts.map((attempt) => ({ at: seconds(attempt.startedAt), result: attemptResult(attempt) })),
    cause: event && {
      transaction_id: event.transactionId,
      request_id: (JSON.parse(event.body) as { readonly request_id: string | null }).request_id,
      trigger: event.trigger,
    },
  };
}
