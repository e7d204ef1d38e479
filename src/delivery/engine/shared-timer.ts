import type { TimerClock } from '../ports.ts';

/** One timer for any number of requested times; it runs the callback at the earliest of them. */
export class SharedTimer {
  readonly #clock: TimerClock;
  readonly #callback: () => void;
  #at = Infinity;
  #cancel: () => void = () => undefined;

  constructor(clock: TimerClock, callback: () => void) {
    this.#clock = clock;
    this.#callback = callback;
  }

  /** Makes sure that the callback runs no later than `at` (steady time; `Infinity` requests nothing). */
  callBy(at: number): void {
    if (at >= this.#at) return;
    this.#cancel();
    this.#at = at;
    this.#cancel = this.#clock.callAt(at, () => {
      this.#at = Infinity;
      this.#callback();
    });
  }

  cancel(): void {
    this.#cancel();
    this.#at = Infinity;
  }
}
