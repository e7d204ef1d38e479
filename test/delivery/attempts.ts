import type { AttemptRequest, AttemptResult } from '../../src/delivery/ports.ts';
import { aghanimProtocol } from '../../src/platforms/aghanim/protocol.ts';

/** A request of an `item.add`, with the changes that a test needs. */
export function anAttemptRequest(changes: Partial<AttemptRequest> = {}): AttemptRequest {
  return {
    deliveryId: 'dlv_1',
    webhookId: 'wh_1',
    eventType: 'item.add',
    method: 'POST',
    url: 'http://127.0.0.1:9/hook',
    body: '{"event_type":"item.add"}',
    protocol: aghanimProtocol('whsec', []),
    number: 1,
    trigger: 'automatic',
    tries: 0,
    retrySchedule: [],
    ...changes,
  };
}

/** What a sender returns for an attempt that got no response. */
export function aResult(
  { deliveryId, method, url }: AttemptRequest,
  verdict: AttemptResult['verdict'],
  kind: string,
  startedAt: number,
  endedAt = startedAt,
): Omit<AttemptResult, 'nextAttemptAt'> {
  return {
    deliveryId,
    startedAt,
    durationMs: endedAt - startedAt,
    timings: { connectMs: null, firstByteMs: null },
    request: { method, url, headers: {} },
    response: null,
    error: verdict === 'failed' ? { kind, message: kind, hint: null } : null,
    verdict,
  };
}
