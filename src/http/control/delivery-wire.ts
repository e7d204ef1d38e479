import { seconds } from '../../domain/wire/time.ts';
import type { Attempt, Delivery } from '../../domain/model/delivery.ts';
import type { ReadTables } from '../../domain/model/store.ts';
import { deliveredBody } from '../api/deliveries.ts';

/** A delivery with each attempt as it went over the wire. Moments are Unix seconds. */
export function controlDelivery(tables: ReadTables, delivery: Delivery) {
  const attempts = tables.attempts.by('delivery', delivery.id);
  const body = deliveredBody(tables, delivery);
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    order_id: delivery.orderId,
    webhook_id: delivery.webhookId,
    url: tables.webhooks.get(delivery.webhookId)?.url ?? attempts.at(-1)?.request.url ?? null,
    status: delivery.status,
    next_attempt_at: delivery.nextAttemptAt === null ? null : seconds(delivery.nextAttemptAt),
    attempts: attempts.map((attempt) => attemptWire(attempt, body)),
  };
}

function attemptWire(attempt: Attempt, body: string) {
  return {
    id: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    started_at: seconds(attempt.startedAt),
    duration_ms: attempt.durationMs,
    request: { ...attempt.request, body },
    response: attempt.response && responseWire(attempt.response),
    error: attempt.error,
  };
}

/** A binary body is base-64, and only then `encoding` says so. */
function responseWire({
  status,
  headers,
  body,
  encoding,
  bodyBytes,
  truncated,
}: NonNullable<Attempt['response']>) {
  return {
    status,
    headers,
    body,
    ...(encoding === 'base64' && { encoding }),
    body_bytes: bodyBytes,
    truncated,
  };
}
