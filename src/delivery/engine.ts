import { Alarm } from './alarm.ts';
import { DueQueue } from './due-queue.ts';
import { Flight, STORAGE_PAUSE, type FlightControl } from './flight.ts';
import { Lane } from './lane.ts';
import { attemptFields } from './log.ts';
import type { AttemptResult, Job, Shipment } from './ports.ts';

export interface EngineOptions extends FlightControl {
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
  readonly #lanes = new Map<string, Lane>();
  readonly #flights = new Map<string, Flight>();
  readonly #alarm: Alarm;
  #idleWaiters: (() => void)[] = [];
  #running = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.clock, () => {
      this.#launchDue();
    });
  }

  start(): void {
    if (this.#running) throw new Error('The delivery engine is running already.');
    for (const job of this.#options.outbox.pending()) this.#queue.put(job);
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
    const lane = this.#lanes.get(job.lane);
    if (lane) this.#leave(lane, job.id);
    this.#plan(job);
  }

  forget(deliveryId: string): void {
    const flight = this.#flights.get(deliveryId);
    if (flight) flight.planned = null;
    this.#queue.remove(deliveryId);
    for (const lane of this.#lanes.values()) this.#leave(lane, deliveryId);
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
    for (const lane of this.#lanes.values()) this.#leave(lane);
    const cancel = clock.wakeAt(clock.now() + graceMs, () => {
      for (const flight of this.#flights.values()) flight.abort();
    });
    await this.idle();
    cancel();
    await sender.close();
  }

  #launchDue(): void {
    for (const job of this.#queue.takeDue(this.#options.clock.now())) this.#laneOf(job.lane).join(job.id);
    for (const lane of this.#lanes.values()) this.#fill(lane);
    this.#alarm.noLaterThan(this.#queue.earliest);
    this.#tellIfIdle();
  }

  #laneOf(name: string): Lane {
    const lane = this.#lanes.get(name) ?? new Lane(name, this.#options.perLane ?? 16);
    this.#lanes.set(name, lane);
    return lane;
  }

  /** Launches what waits in the lane, as far as it may. Storage that fails ends it until the lane is next looked at. */
  #fill(lane: Lane): void {
    let id = lane.next();
    while (id !== undefined && this.#launch(id, lane)) id = lane.next();
    if (lane.empty) this.#lanes.delete(lane.name);
  }

  #leave(lane: Lane, deliveryId?: string): void {
    lane.leave(deliveryId);
    if (lane.empty) this.#lanes.delete(lane.name);
  }

  /** False when the outbox could not mark the attempt: then nothing is sent, and it is due again in a second. */
  #launch(id: string, lane: Lane): boolean {
    const { outbox, log } = this.#options;
    try {
      const shipment = outbox.begin(id);
      // A storage that announces every change may have announced this one.
      this.#queue.remove(id);
      if (shipment) this.#takeOff(new Flight(shipment, lane.name, this.#options), lane);
      return true;
    } catch (error) {
      log.error({ deliveryId: id, err: error }, 'attempt could not be begun; trying again');
      this.#plan({ id, lane: lane.name, dueAt: this.#options.clock.now() + STORAGE_PAUSE });
      return false;
    }
  }

  #takeOff(flight: Flight, lane: Lane): void {
    lane.running += 1;
    this.#flights.set(flight.shipment.deliveryId, flight);
    void flight.run().then((result) => {
      lane.running -= 1;
      this.#land(flight, result);
      this.#fill(lane);
      this.#tellIfIdle();
    });
  }

  #land(flight: Flight, result: AttemptResult | null): void {
    const { shipment, lane } = flight;
    this.#flights.delete(shipment.deliveryId);
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
