import * as realTime from '../real-time.ts';
import type { TimerClock } from './ports.ts';

/** A longer delay makes `setTimeout` fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** How long a timer may go on without another look at the time of day. */
const REARM_MS = 1000;

/** Smaller differences between the clocks are their inaccuracy, not a jump. */
const JUMP_MS = 100;

/** Where the system's clock has its times and timers from. */
export interface ClockSources {
  /** The time of day, in Unix milliseconds. */
  readonly wall: () => number;
  /** Milliseconds since any moment; nobody sets it. On Linux it stands still while the machine is asleep. */
  readonly monotonic: () => number;
  /** Calls back after a delay of the monotonic clock. Returns what cancels that. */
  readonly startTimer: (callback: () => void, delay: number) => () => void;
  /** Calls back in the next turn of the event loop, not 1 ms later. Returns what cancels that. */
  readonly startSoon: (callback: () => void) => () => void;
}

const SYSTEM: ClockSources = {
  wall: realTime.now,
  monotonic: realTime.monotonicNow,
  startTimer: (callback, delay) => {
    const timer = realTime.setTimeout(callback, delay);
    return () => {
      realTime.clearTimeout(timer);
    };
  },
  startSoon: (callback) => {
    const immediate = realTime.setImmediate(callback);
    return () => {
      realTime.clearImmediate(immediate);
    };
  },
};

/**
 * The system's clock. While a call is due, it looks at the time of day at least once a second: after a jump forward,
 * or after the machine was asleep, what has become due is called then. A jump back delays nothing.
 */
export function systemClock(sources: ClockSources = SYSTEM): TimerClock {
  let last = { wall: sources.wall(), monotonic: sources.monotonic() };
  /** How far the steady time is ahead of the time of day because that was set back. */
  let lead = 0;

  const steady = (timeOfDay?: number): number => {
    const current = { wall: sources.wall(), monotonic: sources.monotonic() };
    const setBack = last.wall + current.monotonic - last.monotonic - current.wall;
    if (Math.abs(setBack) > JUMP_MS) lead = Math.max(0, lead + Math.round(setBack));
    last = current;
    return (timeOfDay ?? current.wall) + lead;
  };

  /** Calls back when `remaining` is no longer positive, and asks for it at least every `longest` milliseconds. */
  const callWhen = (remaining: () => number, longest: number, callback: () => void): (() => void) => {
    let cancel: () => void;
    const arm = (): void => {
      const delay = remaining();
      cancel =
        delay <= 0
          ? sources.startSoon(callback)
          : sources.startTimer(arm, Math.min(Math.ceil(delay), longest));
    };
    arm();
    return () => {
      cancel();
    };
  };

  return {
    now: sources.wall,
    steady,
    callAt: (at, callback) => callWhen(() => at - steady(), REARM_MS, callback),
    callAfter: (delay, callback) => {
      const end = sources.monotonic() + delay;
      return callWhen(() => end - sources.monotonic(), MAX_TIMEOUT_MS, callback);
    },
  };
}
