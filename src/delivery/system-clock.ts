import * as realTime from '../real-time.ts';
import type { TimerClock } from './ports.ts';

/** A longer delay makes `setTimeout` fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

type Timers = Pick<
  typeof realTime,
  'now' | 'setTimeout' | 'clearTimeout' | 'setImmediate' | 'clearImmediate'
>;

/** The system's clock. A callback for a time that has passed runs in the next turn of the event loop, not 1 ms later. */
export function systemClock(timers: Timers = realTime): TimerClock {
  return { now: timers.now, callAt: (at, callback) => callAt(timers, at, callback) };
}

function callAt(timers: Timers, at: number, callback: () => void): () => void {
  let cancel: () => void;
  const arm = (): void => {
    const delay = at - timers.now();
    if (delay <= 0) {
      const immediate = timers.setImmediate(callback);
      cancel = () => {
        timers.clearImmediate(immediate);
      };
      return;
    }
    const timer = timers.setTimeout(arm, Math.min(delay, MAX_TIMEOUT_MS));
    cancel = () => {
      timers.clearTimeout(timer);
    };
  };
  arm();
  return () => {
    cancel();
  };
}
