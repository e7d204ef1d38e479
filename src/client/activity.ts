import { clearTimeout, setTimeout } from '../real-time.ts';
import type { AttemptAnswer, EventAnswer, NotificationAnswer, RequestAnswer } from './answers.ts';
import type { ControlConnection } from './connection.ts';
import { ControlError } from './errors.ts';

/** What happened in a game. `at` is Unix seconds. */
export type ActivityAnswer =
  | ({ readonly kind: 'request' } & RequestAnswer)
  | ({ readonly kind: 'event'; readonly at: number } & (EventAnswer | NotificationAnswer))
  | ({
      readonly kind: 'attempt';
      readonly at: number;
      readonly delivery_id: string;
      readonly event_type: string;
      readonly order_id: string | null;
      readonly url: string | null;
    } & AttemptAnswer)
  /** So many entries, at most, happened while there was no connection and are no longer remembered. */
  | { readonly kind: 'missed'; readonly count: number };

export interface ActivityOptions {
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
  /** Is told when the stream is connected, and when the connection is lost and tried again. */
  readonly onConnection?: ((state: 'connected' | 'lost') => void) | undefined;
}

/** Pauses before a lost connection is tried again, in milliseconds: half a minute in all. */
const PAUSES_MS = [100, 250, 500, 1000, 2000, 4000, 8000, 14_000];

/**
 * Reads the activity of a game. A lost connection is tried again, and the stream goes on where it ended, without loss or
 * repeats. The first connection is tried once.
 *
 * @throws ControlError, EmulatorUnreachable when there is no connection for about half a minute
 */
export async function* readActivity(
  connection: ControlConnection,
  { signal = new AbortController().signal, onConnection }: ActivityOptions = {},
): AsyncGenerator<ActivityAnswer> {
  let lastId = '';
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const { id, data } of connection.stream('/_emulator/activity', lastId, signal)) {
        const isFirst = lastId === '' || failures > 0;
        lastId = id;
        failures = 0;
        if (isFirst) onConnection?.('connected');
        if (data !== '') yield JSON.parse(data) as ActivityAnswer;
      }
      // The emulator ended the stream: it stops, or reads too slowly.
      failures += 1;
    } catch (error) {
      // A caller may abort while it handles an entry.
      if (aborted(signal)) return;
      const pause = PAUSES_MS[failures];
      const isRefused = error instanceof ControlError && error.status !== 503;
      if (lastId === '' || isRefused || pause === undefined) throw error;
      failures += 1;
    }
    if (failures === 1) onConnection?.('lost');
    await pauseFor(PAUSES_MS[failures - 1] ?? 0, signal);
  }
}

function aborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      signal.removeEventListener('abort', done);
      clearTimeout(timer);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
