import type { TimerClock } from './ports.ts';

/**
 * Captured when this module is loaded. Tests replace the global ones by fakes, such as those of `vi.useFakeTimers()`, and
 * the emulator in their process keeps real time: its receivers and connections do too.
 */
const { setTimeout, clearTimeout, setImmediate, clearImmediate } = globalThis;
const { now } = Date;

/** A longer delay makes `setTimeout` fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The system's clock. A callback for a time that has passed runs in the next turn of the event loop, not 1 ms later. */
export function systemClock(): TimerClock {
  return { now, callAt };
}

function callAt(at: number, callback: () => void): () => void {
  let cancel: () => void;
  const arm = (): void => {
    const delay = at - now();
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
