import type { TimerClock } from '../delivery/ports.ts';
import { runFollowUp } from '../domain/payments/follow-ups.ts';
import { StorageUnavailable } from '../domain/model/errors.ts';
import type { FollowUp } from '../domain/model/payment.ts';
import type { DomainContext } from '../domain/model/context.ts';

/** How long to wait before a follow-up that could not be stored is tried again, in milliseconds. */
const RETRY_MS = 1000;

/** Runs the follow-ups of dispute and fraud cards when they are due, including those from before a restart. */
export class FollowUpTimers {
  readonly #domain: DomainContext;
  readonly #clock: TimerClock;
  readonly #onFailure: (error: unknown) => void;
  readonly #timers = new Map<string, () => void>();

  constructor(domain: DomainContext, clock: TimerClock, onFailure: (error: unknown) => void) {
    this.#domain = domain;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  start(): void {
    for (const followUp of this.#domain.store.tables.followUps.all()) this.schedule(followUp);
  }

  schedule({ id, dueAt }: Pick<FollowUp, 'id' | 'dueAt'>): void {
    this.cancel(id);
    const cancel = this.#clock.callAt(dueAt, () => {
      this.#timers.delete(id);
      this.#run(id);
    });
    this.#timers.set(id, cancel);
  }

  cancel(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #run(id: string): void {
    try {
      runFollowUp(this.#domain, id);
    } catch (error) {
      this.#onFailure(error);
      // Stored data that contradicts itself stays so, and would fail once a second.
      if (error instanceof StorageUnavailable) this.schedule({ id, dueAt: this.#clock.now() + RETRY_MS });
    }
  }
}
