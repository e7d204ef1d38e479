import type { Clock } from '../../src/domain/model/context.ts';

export interface ManualClock extends Clock {
  /** Moves time forward. */
  advance(milliseconds: number): void;
}

/** A clock that stands still until told otherwise. Starts in November 2026. */
export function manualClock(start = Date.UTC(2026, 10, 21, 12)): ManualClock {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
