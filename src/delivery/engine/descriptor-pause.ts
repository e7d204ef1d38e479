import type { DeliveryLog, TimerClock } from '../ports.ts';
import { SharedTimer } from './due-queue.ts';

/** How long no attempt starts after one found no file descriptor, in milliseconds. */
export const DESCRIPTOR_PAUSE_MS = 1000;

/** A shortage is over when no attempt has met it for so long, in milliseconds. */
const RECOVERY_MS = 10_000;

/**
 * Keeps the engine from starting attempts while the process has no file descriptors left. That is no fault of the
 * receivers, so it must not use up their retries. A shortage is logged once, and its end.
 */
export class DescriptorPause {
  readonly #clock: TimerClock;
  readonly #log: DeliveryLog;
  readonly #resumeTimer: SharedTimer;
  readonly #recoveryTimer: SharedTimer;
  #isActive = false;
  #isLogged = false;

  constructor(clock: TimerClock, log: DeliveryLog, onResume: () => void) {
    this.#clock = clock;
    this.#log = log;
    this.#resumeTimer = new SharedTimer(clock, () => {
      this.#isActive = false;
      this.#recoveryTimer.callBy(clock.steady() + RECOVERY_MS);
      onResume();
    });
    this.#recoveryTimer = new SharedTimer(clock, () => {
      this.#isLogged = false;
      log.info({}, 'file descriptors are available again');
    });
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  begin(reason: string): void {
    this.#recoveryTimer.cancel();
    if (!this.#isActive) this.#resumeTimer.callBy(this.#clock.steady() + DESCRIPTOR_PAUSE_MS);
    this.#isActive = true;
    if (this.#isLogged) return;
    this.#isLogged = true;
    this.#log.warn(
      { reason },
      'out of file descriptors: deliveries wait, and their attempts do not count; raise the limit (ulimit -n)',
    );
  }

  cancel(): void {
    this.#resumeTimer.cancel();
    this.#recoveryTimer.cancel();
    this.#isActive = false;
  }
}
