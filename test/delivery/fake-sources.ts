import type { ClockSources } from '../../src/delivery/system-clock.ts';
import { FakeClock } from './fake-clock.ts';

/** A time of day that a test can set, over a monotonic clock that moves only when told. */
export class FakeSources implements ClockSources {
  readonly #elapsed = new FakeClock();
  #epoch: number;

  constructor(epoch = Date.UTC(2026, 10, 21, 12)) {
    this.#epoch = epoch;
  }

  readonly wall = (): number => this.#epoch + this.#elapsed.now();

  readonly monotonic = (): number => this.#elapsed.now();

  readonly startTimer = (callback: () => void, delay: number): (() => void) =>
    this.#elapsed.callAfter(delay, callback);

  readonly startSoon = (callback: () => void): (() => void) => this.#elapsed.callAfter(0, callback);

  get timers(): number {
    return this.#elapsed.timers;
  }

  /** Lets time pass. */
  advance(milliseconds: number): Promise<void> {
    return this.#elapsed.advance(milliseconds);
  }

  /** Sets the time of day forward, or back by a negative number of milliseconds. */
  setBy(milliseconds: number): void {
    this.#epoch += milliseconds;
  }
}
