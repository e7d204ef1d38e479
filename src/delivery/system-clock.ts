import type { TimerClock } from './ports.ts';

/** A longer delay makes `setTimeout` fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The system's clock. A callback for a time that has passed runs in the next turn of the event loop, not 1 ms later. */
export function systemClock(): TimerClock {
  return { now: Date.now, callAt };
}

function callAt(at: number, callback: () => void): () => void {
  let cancel: () => void;
  const arm = (): void => {
    const delay = at - Date.now();
    if (delay <= 0) {
      const immediate = setImmediate(callback);
      cancel = () => {
        clearImmediate(immediate);
      };
      return;
    }
    const timer = setTimeout(arm, Math.min(delay, MAX_TIMEOUT_MS));
    cancel = () => {
      clearTimeout(timer);
    };
  };
  arm();
  return () => {
    cancel();
  };
}
