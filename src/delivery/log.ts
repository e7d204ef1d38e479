import type { AttemptError, AttemptResponse, AttemptResult, Shipment } from './ports.ts';

/** Where the engine writes its lines; a pino logger fits. */
export interface DeliveryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Every field of an attempt that fits a line; the secret is none of them. */
export function attemptFields(shipment: Shipment, lane: string, result: AttemptResult): object {
  const { deliveryId, eventType, number, trigger, method, url } = shipment;
  const { verdict, durationMs, timings, nextAttemptAt } = result;
  const outcome = { verdict, ...answerFields(result.response), ...errorFields(result.error) };
  const times = { durationMs, ...timings, nextAttemptAt };
  return { deliveryId, lane, eventType, attempt: number, trigger, method, url, ...outcome, ...times };
}

function answerFields(response: AttemptResponse | null): object {
  if (!response) return { status: null, bodyBytes: null, truncated: null };
  const { status, bodyBytes, truncated } = response;
  return { status, bodyBytes, truncated };
}

function errorFields(error: AttemptError | null): object {
  return { error: error?.kind ?? null, hint: error?.hint ?? null };
}
