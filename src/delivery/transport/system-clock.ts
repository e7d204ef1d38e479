import type { Clock } from '../ports.ts';

/** `setTimeout` fires at once when asked for more. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's clock. A moment that has come wakes in the same turn of the event loop, not a millisecond on. */
export function systemClock(): Clock {
  return { now: Date.now, wakeAt };
}

function wakeAt(at: number, wake: () => void): () => void {
  let cancel: () => void;
  const arm = (): void => {
    const delay = at - Date.now();
    if (delay <= 0) {
      const immediate = setImmediate(wake);
      cancel = () => {
        clearImmediate(immediate);
      };
      return;
    }
    const timer = setTimeout(arm, Math.min(delay, LONGEST_TIMER));
    cancel = () => {
      clearTimeout(timer);
    };
  };
  arm();
  return () => {
    cancel();
  };
}
