import { DueQueue, SharedTimer } from '../delivery/engine/due-queue.ts';
import type { TimerClock } from '../delivery/ports.ts';
import { allPlanned, plannedBy, plannedFor, type PlannedWork } from '../domain/due/due-work.ts';
import { StorageUnavailable } from '../domain/model/errors.ts';
import { systemTimeAt } from '../domain/model/game-clock.ts';
import { boundTo, type DomainContext } from '../domain/model/context.ts';
import type { Change } from '../domain/model/store.ts';

/** How long to wait before work that could not be stored is tried again, in milliseconds. */
const RETRY_MS = 1000;

/**
 * Carries out what is planned when it is due by the clock of its game, also what was planned before a restart. What is
 * planned follows from the records: see `domain/due`.
 */
export class DueWorkTimers {
  readonly #domain: DomainContext;
  readonly #clock: TimerClock;
  readonly #onFailure: (error: unknown) => void;
  readonly #queue = new DueQueue<PlannedWork>(keyOf);
  readonly #timer: SharedTimer;

  /** @param domain the context of the process */
  constructor(domain: DomainContext, clock: TimerClock, onFailure: (error: unknown) => void) {
    this.#domain = domain;
    this.#clock = clock;
    this.#onFailure = onFailure;
    this.#timer = new SharedTimer(clock, () => {
      this.#runDue();
    });
  }

  start(): void {
    for (const planned of allPlanned(this.#domain.store.tables)) this.#schedule(planned);
  }

  /** Plans what a committed change plans, and forgets what it no longer does. */
  follow({ table, id, record }: Change): void {
    const planned = record && plannedBy(this.#domain.store.tables, table, record);
    if (planned) this.#schedule(planned);
    else this.#queue.remove(keyOf({ table, id }));
  }

  /** Call it when the clock of a game has changed. */
  reschedule(gameId: string): void {
    for (const planned of plannedFor(this.#domain.store.tables, gameId)) this.#schedule(planned);
  }

  stop(): void {
    this.#timer.cancel();
    this.#queue.clear();
  }

  #schedule(planned: PlannedWork): void {
    const clock = this.#domain.store.tables.clocks.get(planned.gameId);
    const systemTime = systemTimeAt(clock, planned.dueAt, this.#clock.now());
    if (systemTime === null) this.#queue.remove(keyOf(planned));
    else this.#put(planned, this.#clock.steady(systemTime));
  }

  /** @param dueAt steady time, unlike that of what is planned */
  #put(planned: PlannedWork, dueAt: number): void {
    this.#queue.put({ ...planned, dueAt });
    this.#timer.callBy(dueAt);
  }

  #runDue(): void {
    for (const planned of this.#queue.takeDue(this.#clock.steady())) void this.#run(planned);
    this.#timer.callBy(this.#queue.earliest);
  }

  async #run(planned: PlannedWork): Promise<void> {
    try {
      planned.run(boundTo(this.#domain, planned.gameId));
      await this.#domain.store.durable();
    } catch (error) {
      this.#onFailure(error);
      // Stored data that contradicts itself stays so, and would fail once a second.
      if (error instanceof StorageUnavailable) this.#put(planned, this.#clock.steady() + RETRY_MS);
    }
  }
}

function keyOf({ table, id }: Pick<PlannedWork, 'table' | 'id'>): string {
  return `${table}/${id}`;
}
