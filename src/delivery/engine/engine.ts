import { setMaxListeners } from 'node:events';
import { Alarm } from './alarm.ts';
import { DueQueue } from './due-queue.ts';
import { Flight, type FlightControl } from './flight.ts';
import { Lanes } from './queues.ts';
import { attemptFields } from '../log.ts';
import type { AttemptResult, Job, Outbox, Shipment } from '../ports.ts';
import { Records, STORAGE_PAUSE, together } from './records.ts';

export interface EngineOptions extends FlightControl {
  readonly outbox: Outbox;
  /** Attempts under way at once for one lane (webhook). Default 16. */
  readonly perLane?: number;
  /** Called after an attempt has been recorded. */
  readonly onAttempt?: (shipment: Shipment, result: AttemptResult) => void;
}

export interface Engine {
  /**
   * Takes up everything that the outbox has pending.
   * @throws Error when it is running already, and what `Outbox.pending` throws
   */
  start(): void;
  /**
   * Tells that an attempt is due, now or later, in place of the one planned for the delivery. To be called after
   * each commit that made it so; without effect while the engine is not running, as `start` reads the outbox.
   */
  schedule(job: Job): void;
  /** Drops what is planned for a delivery. An attempt under way ends and is recorded. */
  forget(deliveryId: string): void;
  /** Resolves when no attempt is under way or due now. */
  idle(): Promise<void>;
  /**
   * Begins nothing new and gives attempts under way `graceMs` milliseconds (default 5,000). Those still under way
   * then are aborted and not recorded: they stay begun in the outbox, which has them pending at the next start.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Creates the engine that sends what is due: `begin` in the outbox, send, `settle`. A delivery has one attempt at
 * a time; a lane has at most `perLane`, and nothing that it could fill at the expense of another.
 */
export function createEngine(options: EngineOptions): Engine {
  return new LaneEngine(options);
}

class LaneEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #queue = new DueQueue();
  readonly #lanes: Lanes;
  readonly #flights = new Map<string, Flight>();
  readonly #alarm: Alarm;
  readonly #records: Records;
  /** Ends all that is under way. */
  #grounding = new AbortController();
  #idleWaiters: (() => void)[] = [];
  #running = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#lanes = new Lanes(options.perLane ?? 16);
    this.#alarm = new Alarm(options.clock, () => {
      this.#launchDue();
    });
    this.#records = new Records({
      ...options,
      onRecorded: (landings) => {
        this.#landAll(landings);
      },
      onLost: (landings) => {
        this.#landAll(landings.map(({ deliveryId }) => ({ deliveryId, result: null })));
      },
    });
  }

  start(): void {
    if (this.#running) throw new Error('The delivery engine is running already.');
    for (const job of this.#options.outbox.pending()) this.#queue.put(job);
    this.#grounding = new AbortController();
    // Every flight listens to it.
    setMaxListeners(0, this.#grounding.signal);
    this.#running = true;
    this.#alarm.noLaterThan(this.#queue.earliest);
  }

  schedule(job: Job): void {
    if (!this.#running) return;
    const flight = this.#flights.get(job.id);
    if (flight) {
      flight.planned = job;
      return;
    }
    this.#lanes.leave(job.id);
    this.#plan(job);
  }

  forget(deliveryId: string): void {
    const flight = this.#flights.get(deliveryId);
    if (flight) flight.planned = null;
    this.#queue.remove(deliveryId);
    this.#lanes.leave(deliveryId);
    this.#tellIfIdle();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      this.#tellIfIdle();
    });
  }

  async stop({ graceMs = 5000 }: { readonly graceMs?: number } = {}): Promise<void> {
    const { clock, sender } = this.#options;
    this.#running = false;
    this.#alarm.cancel();
    this.#queue.clear();
    this.#lanes.leave();
    const cancel = clock.wakeAt(clock.now() + graceMs, () => {
      this.#grounding.abort();
      this.#records.giveUp();
    });
    await this.idle();
    cancel();
    await sender.close();
  }

  #launchDue(): void {
    for (const job of this.#queue.takeDue(this.#options.clock.now())) this.#lanes.join(job.lane, job.id);
    this.#fill();
    this.#alarm.noLaterThan(this.#queue.earliest);
    this.#tellIfIdle();
  }

  /** Launches what waits in the lanes, as far as each may. Storage that fails ends it until they are next looked at. */
  #fill(): void {
    for (let taken = this.#lanes.take(); taken.size > 0; taken = this.#lanes.take()) {
      if (!this.#launch(taken)) return;
    }
  }

  /** False when some attempts could not be marked: then they are not made, and are due again in a second. */
  #launch(taken: ReadonlyMap<string, string>): boolean {
    const { outbox } = this.#options;
    let isTaken = true;
    const shipments = together(
      [...taken.keys()],
      (ids) => outbox.begin(ids),
      (id, error) => {
        isTaken = false;
        this.#putOff(id, taken.get(id) ?? '', error);
      },
    );
    for (const shipment of shipments) this.#takeOff(shipment, taken.get(shipment.deliveryId) ?? '');
    for (const [id, lane] of taken) {
      if (!this.#flights.has(id)) this.#lanes.over(lane);
    }
    return isTaken;
  }

  #putOff(id: string, lane: string, error: unknown): void {
    this.#options.log.error({ deliveryId: id, err: error }, 'attempt could not be begun; trying again');
    this.#plan({ id, lane, dueAt: this.#options.clock.now() + STORAGE_PAUSE });
  }

  #takeOff(shipment: Shipment, lane: string): void {
    const { deliveryId } = shipment;
    // A storage that announces every change may have announced this one.
    this.#queue.remove(deliveryId);
    const flight = new Flight(shipment, lane, this.#options);
    this.#flights.set(deliveryId, flight);
    void flight.run(this.#grounding.signal).then((result) => {
      if (result) this.#records.add({ deliveryId, result });
      else this.#landAll([{ deliveryId, result }]);
    });
  }

  #landAll(
    landings: readonly { readonly deliveryId: string; readonly result: AttemptResult | null }[],
  ): void {
    for (const { deliveryId, result } of landings) {
      const flight = this.#flights.get(deliveryId);
      if (flight) this.#land(flight, result);
    }
    this.#fill();
    this.#tellIfIdle();
  }

  #land(flight: Flight, result: AttemptResult | null): void {
    const { shipment, lane } = flight;
    this.#flights.delete(shipment.deliveryId);
    this.#lanes.over(lane);
    const next = flight.planned === undefined ? this.#following(flight, result) : flight.planned;
    if (next) this.#plan(next);
    if (result) this.#report(shipment, lane, result);
  }

  /** An attempt without a record is made again soon, by this engine or, when it is stopping, by the next. */
  #following({ shipment, lane }: Flight, result: AttemptResult | null): Job | null {
    const dueAt = result ? result.nextAttemptAt : this.#options.clock.now() + STORAGE_PAUSE;
    return dueAt === null ? null : { id: shipment.deliveryId, lane, dueAt };
  }

  #plan(job: Job): void {
    if (!this.#running) return;
    this.#queue.put(job);
    this.#alarm.noLaterThan(job.dueAt);
  }

  #report(shipment: Shipment, lane: string, result: AttemptResult): void {
    const { log, onAttempt } = this.#options;
    const level = result.verdict === 'failed' ? 'warn' : 'info';
    log[level](attemptFields(shipment, lane, result), `attempt ${result.verdict}`);
    try {
      onAttempt?.(shipment, result);
    } catch (error) {
      log.error({ deliveryId: shipment.deliveryId, err: error }, 'onAttempt threw');
    }
  }

  #tellIfIdle(): void {
    const busy =
      this.#flights.size > 0 || this.#lanes.size > 0 || this.#queue.earliest <= this.#options.clock.now();
    if (busy || this.#idleWaiters.length === 0) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters = [];
  }
}
