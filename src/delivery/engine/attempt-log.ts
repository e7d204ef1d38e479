import type { AttemptRequest, AttemptResult, DeliveryLog } from '../ports.ts';

/** Writes one line about a recorded attempt. It holds no secrets, headers or bodies. */
export function logAttempt(log: DeliveryLog, request: AttemptRequest, result: AttemptResult): void {
  const { deliveryId, webhookId, eventType, number, trigger, method, url } = request;
  const { verdict, response, error, durationMs, timings, nextAttemptAt } = result;
  const fields = {
    deliveryId,
    webhookId,
    eventType,
    attempt: number,
    trigger,
    method,
    url,
    verdict,
    status: response?.status ?? null,
    bodyBytes: response?.bodyBytes ?? null,
    truncated: response?.truncated ?? null,
    error: error?.kind ?? null,
    hint: error?.hint ?? null,
    durationMs,
    connectMs: timings.connectMs,
    firstByteMs: timings.firstByteMs,
    nextAttemptAt,
  };
  log[verdict === 'failed' ? 'warn' : 'info'](fields, `attempt ${verdict}`);
}
