import type { AttemptRequest, AttemptResult, DeliveryLog, Outbox, TimerClock } from '../ports.ts';
import { SharedTimer } from './due-queue.ts';

/** How long to wait before a failed write is tried again, in milliseconds. */
export const STORAGE_RETRY_MS = 1000;

/**
 * Calls `work` with all items at once. If that fails, calls it with each item alone, so that one item that fails does not
 * hold up the others; `onError` is called for each of those that fail.
 */
export async function batchWithFallback<Item, Result>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  onError: (item: Item, error: unknown) => void,
): Promise<readonly Result[]> {
  const [first] = items;
  if (first === undefined) return [];
  try {
    return await work(items);
  } catch (error) {
    if (items.length > 1) {
      const results = await Promise.all(items.map((item) => batchWithFallback([item], work, onError)));
      return results.flat();
    }
    onError(first, error);
    return [];
  }
}

export interface AttemptRecorderOptions {
  readonly outbox: Pick<Outbox, 'record'>;
  readonly clock: TimerClock;
  readonly log: DeliveryLog;
  readonly onRecorded: (results: readonly AttemptResult[]) => void;
  /** Called with results that could not be written before the engine stopped. */
  readonly onLost: (results: readonly AttemptResult[]) => void;
}

/**
 * Writes attempt results to the outbox; results of the same turn of the event loop share one transaction. A result
 * is kept until it is written, so that no request is sent again because storage failed.
 */
export class AttemptRecorder {
  readonly #options: AttemptRecorderOptions;
  readonly #writeTimer: SharedTimer;
  readonly #retryTimer: SharedTimer;
  #unwritten: AttemptResult[] = [];
  /** Results whose write failed. */
  #failed: AttemptResult[] = [];
  readonly #writes = new Set<Promise<unknown>>();

  constructor(options: AttemptRecorderOptions) {
    this.#options = options;
    this.#writeTimer = new SharedTimer(options.clock, () => {
      void this.#write(this.#takeUnwritten());
    });
    this.#retryTimer = new SharedTimer(options.clock, () => {
      void this.#write(this.#takeFailed());
    });
  }

  add(result: AttemptResult): void {
    this.#unwritten.push(result);
    this.#writeTimer.callBy(this.#options.clock.steady());
  }

  /** Tries to write everything once more, and drops what still fails. */
  async flush(): Promise<void> {
    await Promise.all(this.#writes);
    this.#writeTimer.cancel();
    await this.#write([...this.#takeFailed(), ...this.#takeUnwritten()]);
    this.#retryTimer.cancel();
    const lost = this.#takeFailed();
    if (lost.length > 0) this.#options.onLost(lost);
  }

  #takeUnwritten(): AttemptResult[] {
    const results = this.#unwritten;
    this.#unwritten = [];
    return results;
  }

  #takeFailed(): AttemptResult[] {
    const results = this.#failed;
    this.#failed = [];
    return results;
  }

  async #write(results: readonly AttemptResult[]): Promise<void> {
    const write = batchWithFallback(results, this.#record, this.#retryLater);
    this.#writes.add(write);
    const recorded = await write;
    this.#writes.delete(write);
    if (recorded.length > 0) this.#options.onRecorded(recorded);
  }

  readonly #record = async (results: readonly AttemptResult[]): Promise<readonly AttemptResult[]> => {
    await this.#options.outbox.record(results);
    return results;
  };

  readonly #retryLater = (result: AttemptResult, error: unknown): void => {
    const { clock, log } = this.#options;
    log.error({ deliveryId: result.deliveryId, err: error }, 'could not record the attempt; trying again');
    this.#failed.push(result);
    this.#retryTimer.callBy(clock.steady() + STORAGE_RETRY_MS);
  };
}

export interface AttemptReporting {
  readonly log: DeliveryLog;
  /** Called after an attempt has been recorded. */
  readonly onAttempt?: (request: AttemptRequest, result: AttemptResult) => void;
}

/** Logs a recorded attempt and calls `onAttempt`, whose errors are logged too. */
export function reportAttempt(
  { log, onAttempt }: AttemptReporting,
  request: AttemptRequest,
  result: AttemptResult,
): void {
  logAttempt(log, request, result);
  try {
    onAttempt?.(request, result);
  } catch (error) {
    log.error({ deliveryId: request.deliveryId, err: error }, 'onAttempt threw');
  }
}

/** Writes one line without secrets, headers and bodies. */
function logAttempt(log: DeliveryLog, request: AttemptRequest, result: AttemptResult): void {
  const { deliveryId, webhookId, eventType, number, trigger, method, url } = request;
  const { verdict, response, error, note, durationMs, timings, nextAttemptAt } = result;
  const fields = {
    deliveryId,
    webhookId,
    eventType,
    attempt: number,
    trigger,
    method,
    url,
    verdict,
    status: response?.status ?? null,
    bodyBytes: response?.bodyBytes ?? null,
    truncated: response?.truncated ?? null,
    error: error?.kind ?? null,
    hint: error?.hint ?? note ?? null,
    durationMs,
    connectMs: timings.connectMs,
    firstByteMs: timings.firstByteMs,
    nextAttemptAt,
  };
  log[verdict === 'failed' ? 'warn' : 'info'](fields, `attempt ${verdict}`);
}
