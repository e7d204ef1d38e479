import type { AttemptRequest, AttemptResult, DeliveryLog } from '../ports.ts';

export interface AttemptReporting {
  readonly log: DeliveryLog;
  /** Called after an attempt has been recorded. */
  readonly onAttempt?: (request: AttemptRequest, result: AttemptResult) => void;
}

/** Logs a recorded attempt and calls `onAttempt`, whose errors are logged too. */
export function reportAttempt(
  { log, onAttempt }: AttemptReporting,
  request: AttemptRequest,
  result: AttemptResult,
): void {
  logAttempt(log, request, result);
  try {
    onAttempt?.(request, result);
  } catch (error) {
    log.error({ deliveryId: request.deliveryId, err: error }, 'onAttempt threw');
  }
}

/** Writes one line without secrets, headers and bodies. */
function logAttempt(log: DeliveryLog, request: AttemptRequest, result: AttemptResult): void {
  const { deliveryId, webhookId, eventType, number, trigger, method, url } = request;
  const { verdict, response, error, note, durationMs, timings, nextAttemptAt } = result;
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
    hint: error?.hint ?? note ?? null,
    durationMs,
    connectMs: timings.connectMs,
    firstByteMs: timings.firstByteMs,
    nextAttemptAt,
  };
  log[verdict === 'failed' ? 'warn' : 'info'](fields, `attempt ${verdict}`);
}
