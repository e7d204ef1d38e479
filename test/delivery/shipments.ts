import type { AttemptResult, Shipment, Verdict } from '../../src/delivery/ports.ts';

/** A shipment of an `item.add`, with whatever a test wants to be different. */
export function aShipment(differences: Partial<Shipment> = {}): Shipment {
  return {
    deliveryId: 'dlv_1',
    eventType: 'item.add',
    method: 'POST',
    url: 'http://127.0.0.1:9/hook',
    body: '{"event_type":"item.add"}',
    secret: 'whsec',
    mistakableSecrets: [],
    number: 1,
    trigger: 'automatic',
    tries: 0,
    schedule: [],
    ...differences,
  };
}

/** What a sender says of an attempt without an answer that ended at `now`. */
export function aSentResult(
  shipment: Shipment,
  end: { readonly verdict: Verdict; readonly kind: string; readonly startedAt: number; readonly now: number },
): Omit<AttemptResult, 'nextAttemptAt'> {
  const { verdict, kind, startedAt, now } = end;
  return {
    startedAt,
    durationMs: now - startedAt,
    timings: { connectMs: null, firstByteMs: null },
    request: { method: shipment.method, url: shipment.url, headers: {} },
    response: null,
    error: verdict === 'failed' ? { kind, message: kind, hint: null } : null,
    verdict,
  };
}
