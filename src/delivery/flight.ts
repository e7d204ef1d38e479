import type { DeliveryLog } from './log.ts';
import type { AttemptResult, Clock, Job, Outbox, Sender, Shipment } from './ports.ts';
import { nextAttemptAt } from './retry.ts';
import type { Jitter } from './schedule.ts';

/** How long to wait before storage that failed is tried again, in milliseconds. */
export const STORAGE_PAUSE = 1000;

export interface FlightControl {
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly log: DeliveryLog;
  readonly jitter?: Jitter | undefined;
}

/** An attempt under way: from its mark in the outbox to its record there. */
export class Flight {
  readonly shipment: Shipment;
  readonly lane: string;
  /** What has been planned for the delivery meanwhile; `undefined`: nothing, so that the result decides. */
  planned: Job | null | undefined;
  readonly #control: FlightControl;
  readonly #abort = new AbortController();

  constructor(shipment: Shipment, lane: string, control: FlightControl) {
    this.shipment = shipment;
    this.lane = lane;
    this.#control = control;
  }

  /** Sends and records. `null` when there is no record: the flight was aborted, or the sender broke. */
  async run(): Promise<AttemptResult | null> {
    try {
      const { clock, jitter, sender } = this.#control;
      const sent = await sender.send(this.shipment, this.#abort.signal);
      if (sent.error?.kind === 'aborted') return null;
      return await this.#record({
        ...sent,
        nextAttemptAt: nextAttemptAt(this.shipment, sent, clock.now(), jitter),
      });
    } catch (error) {
      this.#control.log.error({ deliveryId: this.shipment.deliveryId, err: error }, 'attempt broke');
      return null;
    }
  }

  /** Ends the request, or the wait for storage that does not take its result. */
  abort(): void {
    this.#abort.abort();
  }

  /** The result is kept until it is recorded: the request is not made again because storage is down. */
  async #record(result: AttemptResult): Promise<AttemptResult | null> {
    const { deliveryId } = this.shipment;
    for (;;) {
      try {
        this.#control.outbox.settle(deliveryId, result);
        return result;
      } catch (error) {
        this.#control.log.error({ deliveryId, err: error }, 'attempt could not be recorded; trying again');
      }
      if (this.#abort.signal.aborted) return null;
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    const { clock } = this.#control;
    const { signal } = this.#abort;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.wakeAt(clock.now() + STORAGE_PAUSE, end);
      signal.addEventListener('abort', end);
    });
  }
}
