import type { Clock } from '../../src/delivery/ports.ts';

interface Alarm {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that moves only when told, and lets everything that follows from an alarm happen before the next. */
export class FakeClock implements Clock {
  #now: number;
  #alarms: Alarm[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly wakeAt = (at: number, wake: () => void): (() => void) => {
    const alarm = { at, wake };
    const index = this.#alarms.findIndex((other) => other.at > at);
    this.#alarms.splice(index < 0 ? this.#alarms.length : index, 0, alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  };

  get alarms(): number {
    return this.#alarms.length;
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.runUntil(end);
    this.#now = end;
  }

  /** Runs alarms up to the moment `end`, or until there are none. */
  async runUntil(end: number): Promise<void> {
    await settled();
    for (let next = this.#alarms[0]; next && next.at <= end; next = this.#alarms[0]) {
      this.#alarms.shift();
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      await settled();
    }
  }
}

/** Lets every promise that can resolve do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
