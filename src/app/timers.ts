import type { Clock } from '../delivery/ports.ts';
import { runFollowUp } from '../domain/payments/follow-up-runs.ts';
import type { FollowUp } from '../domain/model/payment.ts';
import type { DomainContext } from '../domain/model/context.ts';

/** After a follow-up that could not be written, the wait until it is tried again, in milliseconds. */
const RETRY_MS = 1000;

/** Lets the follow-ups of dispute and fraud cards happen when they are due, over restarts too. */
export class FollowUpTimers {
  readonly #domain: DomainContext;
  readonly #clock: Clock;
  readonly #onFailure: (error: unknown) => void;
  readonly #timers = new Map<string, () => void>();

  constructor(domain: DomainContext, clock: Clock, onFailure: (error: unknown) => void) {
    this.#domain = domain;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  start(): void {
    for (const followUp of this.#domain.store.tables.followUps.all()) this.plan(followUp);
  }

  plan({ id, dueAt }: Pick<FollowUp, 'id' | 'dueAt'>): void {
    this.forget(id);
    const cancel = this.#clock.wakeAt(dueAt, () => {
      this.#timers.delete(id);
      this.#run(id);
    });
    this.#timers.set(id, cancel);
  }

  forget(id: string): void {
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
      this.plan({ id, dueAt: this.#clock.now() + RETRY_MS });
    }
  }
}
