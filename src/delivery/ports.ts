/**
 * What the webhook sender needs from its host. It knows nothing of orders, stores or games: a delivery is an id, the
 * id of a webhook and bytes to send. Times are Unix milliseconds, durations milliseconds.
 */

/** A clock that can also run a callback at a given time. */
export interface TimerClock {
  /** The time of day of the system, in Unix milliseconds; somebody may set it forward or back. */
  now(): number;
  /**
   * A time that never goes back: it follows the time of day when that is set forward, or when the machine was asleep,
   * and goes on at the same rate when it is set back. With an argument, the steady time of that time of day. Only
   * differences mean something.
   */
  steady(timeOfDay?: number): number;
  /**
   * Calls `callback` once, when `steady` reaches `at` or at most a second later. Returns a function that cancels
   * the call.
   */
  callAt(at: number, callback: () => void): () => void;
  /** Calls `callback` once after `delay` milliseconds, whatever becomes of the time of day. Returns what cancels it. */
  callAfter(delay: number, callback: () => void): () => void;
}

/** Where the engine logs; a pino logger fits. */
export interface DeliveryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A delivery that has an attempt due, by the time of day. The deliveries of one webhook share a limit on concurrent attempts. */
export interface DueDelivery {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly dueAt: number;
}

/** Everything one attempt needs, read when the attempt starts: the current URL and the current secrets. */
export interface AttemptRequest {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly eventType: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string;
  readonly protocol: DeliveryProtocol;
  /** 1 for the first attempt of the delivery. */
  readonly number: number;
  readonly trigger: 'automatic' | 'manual' | 'test';
  /** How many attempts of the current series (since the delivery was created or last resent) came before this one. */
  readonly tries: number;
  /** Delays between the attempts of a series: `retrySchedule[n]` follows attempt n + 1. */
  readonly retrySchedule: readonly number[];
  /** How far the time in the signature is ahead of the system's, in milliseconds. Default 0. */
  readonly signatureShiftMs?: number;
}

/** What is particular to the platform that a delivery belongs to: how requests are signed and responses understood. */
export interface DeliveryProtocol {
  /** The headers of a request that is sent at `now`, except those of HTTP itself. A rejection postpones the attempt. */
  headers(
    request: Pick<AttemptRequest, 'body'>,
    now: number,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** What a response means to a request that was sent with these headers. */
  judge(
    request: Pick<AttemptRequest, 'eventType' | 'url' | 'body'>,
    headers: Readonly<Record<string, string>>,
    response: AttemptResponse,
  ): Pick<AttemptResult, 'verdict' | 'error' | 'note'>;
}

/** What came of one attempt. */
export interface AttemptResult {
  readonly deliveryId: string;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Since the start of the attempt; `null` for a phase that it did not reach. */
  readonly timings: { readonly connectMs: number | null; readonly firstByteMs: number | null };
  /** The request as it was sent; its body is the one of the `AttemptRequest`. */
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  /** Whatever arrived of the response, even if the attempt failed while reading it. */
  readonly response: AttemptResponse | null;
  readonly error: {
    /** Derived from error codes, never from messages: `timeout`, `connection_refused`, `http_status`, … */
    readonly kind: string;
    readonly message: string;
    /** One line that tells the developer what to do. */
    readonly hint: string | null;
  } | null;
  /** One line for the developer about an attempt that did not fail; absent or `null` if there is nothing to say. */
  readonly note?: string | null | undefined;
  /** `delivered`: the receiver accepted it. `declined`: its final refusal. `failed`: everything else. */
  readonly verdict: 'delivered' | 'declined' | 'failed';
  /** When the retry schedule has the next attempt; `null` if this one settles the delivery. */
  readonly nextAttemptAt: number | null;
  /** The delay from the end of this attempt to the next one, in milliseconds; absent or `null` without a next one. */
  readonly retryDelayMs?: number | null;
}

export interface AttemptResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most 64 KiB: text, or base64 if it is not valid UTF-8 text. */
  readonly body: string;
  readonly encoding: 'utf8' | 'base64';
  /** Bytes read, or the `content-length` if that is larger. */
  readonly bodyBytes: number;
  readonly truncated: boolean;
}

/** Where deliveries come from and where their attempts are recorded. The start and the result are both durable. */
export interface Outbox {
  /** Every delivery that has an attempt due, now or later. Read once, when the engine starts. */
  pending(): Iterable<DueDelivery>;
  /**
   * Marks attempts as started. Resolves to what to send when the marks are durable. Leaves out deliveries that have nothing
   * due any more (their webhook was deleted, or they were canceled). Rejects if the marks could not be written; then none
   * of them was.
   */
  start(deliveryIds: readonly string[]): Promise<readonly AttemptRequest[]>;
  /**
   * Records attempts, and settles or reschedules their deliveries. Resolves when that is durable. Rejects if it could not
   * be written; then none of them is recorded.
   */
  record(results: readonly AttemptResult[]): Promise<void>;
}

/** Makes one attempt and reports what came of it. Rejects only when the request could not be signed. `signal` aborts it when the engine has to stop. */
export interface Sender {
  send(
    request: AttemptRequest,
    signal: AbortSignal,
  ): Promise<Omit<AttemptResult, 'nextAttemptAt' | 'retryDelayMs'>>;
  close(): Promise<void>;
}
