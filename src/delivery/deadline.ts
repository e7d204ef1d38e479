import { Ended } from './failure.ts';
import type { Clock } from './ports.ts';

export interface Deadline {
  /** Resolves when the time is up or the signal aborts; never rejects. */
  readonly passed: Promise<Ended>;
  clear(): void;
}

/** A limit for a whole attempt, on the given clock, so that no timer of the transport has a say in it. */
export function startDeadline(clock: Clock, timeoutMs: number, signal: AbortSignal): Deadline {
  let end!: (reason: Ended) => void;
  const passed = new Promise<Ended>((resolve) => (end = resolve));
  const onAbort = (): void => {
    end(new Ended('ENDED_ABORTED', 'Aborted'));
  };
  const cancel = clock.wakeAt(clock.now() + timeoutMs, () => {
    end(new Ended('ENDED_TIMEOUT', 'Timeout'));
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    passed,
    clear: () => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    },
  };
}
