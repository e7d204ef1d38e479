import type { TimerClock } from '../../src/delivery/ports.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that moves only when told. After each timer it lets everything that follows happen before the next. */
export class FakeClock implements TimerClock {
  #now: number;
  #timers: Timer[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly steady = (timeOfDay = this.#now): number => timeOfDay;

  readonly callAfter = (delay: number, callback: () => void): (() => void) =>
    this.callAt(this.#now + delay, callback);

  readonly callAt = (at: number, callback: () => void): (() => void) => {
    const timer = { at, callback };
    const index = this.#timers.findIndex((other) => other.at > at);
    this.#timers.splice(index < 0 ? this.#timers.length : index, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  get timers(): number {
    return this.#timers.length;
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.runUntil(end);
    this.#now = end;
  }

  /** Runs the timers up to the time `end`. */
  async runUntil(end: number): Promise<void> {
    await settled();
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settled();
    }
  }
}

/** Resolves after every promise that can settle. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
