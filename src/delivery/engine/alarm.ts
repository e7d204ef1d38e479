import type { Clock } from '../ports.ts';

/** One wake-up call for many moments: the earliest that was asked for. */
export class Alarm {
  readonly #clock: Clock;
  readonly #wake: () => void;
  #at = Infinity;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** Sees to it that the call comes no later than at `at` (Unix milliseconds; `Infinity`: no need). */
  noLaterThan(at: number): void {
    if (at >= this.#at) return;
    this.#cancel();
    this.#at = at;
    this.#cancel = this.#clock.wakeAt(at, () => {
      this.#at = Infinity;
      this.#wake();
    });
  }

  cancel(): void {
    this.#cancel();
    this.#at = Infinity;
  }
}
