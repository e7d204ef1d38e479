import type { DeliveryLog } from '../log.ts';
import type { AttemptResult, Clock, Job, Sender, Shipment } from '../ports.ts';
import { type Jitter, nextAttemptAt } from './retry.ts';

export interface FlightControl {
  readonly sender: Sender;
  readonly clock: Clock;
  readonly log: DeliveryLog;
  readonly jitter?: Jitter | undefined;
}

/** An attempt under way, which its outbox has marked as started. */
export class Flight {
  readonly shipment: Shipment;
  readonly lane: string;
  /** What has been planned for the delivery meanwhile; `undefined`: nothing, so that the result decides. */
  planned: Job | null | undefined;
  readonly #control: FlightControl;

  constructor(shipment: Shipment, lane: string, control: FlightControl) {
    this.shipment = shipment;
    this.lane = lane;
    this.#control = control;
  }

  /** `null` when there is nothing to record: the signal ended the flight, or the sender broke. Never rejects. */
  async run(signal: AbortSignal): Promise<AttemptResult | null> {
    const { shipment } = this;
    const { clock, jitter, log, sender } = this.#control;
    try {
      const sent = await sender.send(shipment, signal);
      if (sent.error?.kind === 'aborted') return null;
      return { ...sent, nextAttemptAt: nextAttemptAt(shipment, sent, clock.now(), jitter) };
    } catch (error) {
      log.error({ deliveryId: shipment.deliveryId, err: error }, 'attempt broke');
      return null;
    }
  }
}
