import type { Shipment } from '../../src/delivery/ports.ts';

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
