/**
 * What the webhook sender needs from whoever uses it. It knows nothing of orders, stores or games: a
 * delivery is an id, a lane and bytes to send. Times are Unix milliseconds, durations milliseconds.
 */

export interface Clock {
  now(): number;
  /** Calls `wake` once, at or soon after the moment `at`. Returns how to cancel that. */
  wakeAt(at: number, wake: () => void): () => void;
}

/** A delivery with an attempt due. Deliveries of one lane (one webhook) share a concurrency cap. */
export interface Job {
  readonly id: string;
  readonly lane: string;
  readonly dueAt: number;
}

export type AttemptTrigger = 'automatic' | 'manual' | 'test';

/** Everything one attempt needs, read at the moment it starts: the current URL and the current secret. */
export interface Shipment {
  readonly deliveryId: string;
  readonly eventType: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string;
  readonly secret: string;
  /** Secrets that a receiver may be using by mistake, with words for what they are: "the S2S key". */
  readonly mistakableSecrets: readonly { readonly name: string; readonly value: string }[];
  /** 1 for the delivery's first attempt. */
  readonly number: number;
  readonly trigger: AttemptTrigger;
  /** How many attempts of the present series (since creation or the last resend) came before this one. */
  readonly tries: number;
  /** Delays between attempts: `schedule[n]` follows the series' attempt n + 1. */
  readonly schedule: readonly number[];
}

export interface AttemptRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AttemptResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most 64 KiB: text, or base-64 when it is not valid UTF-8 text. */
  readonly body: string;
  readonly encoding: 'utf8' | 'base64';
  /** Bytes read, or what `content-length` promised when that is more. */
  readonly bodyBytes: number;
  readonly truncated: boolean;
}

export interface AttemptError {
  /** From codes, never from message texts: `timeout`, `connection_refused`, `http_status`, … */
  readonly kind: string;
  readonly message: string;
  /** One line that tells the developer what to do. */
  readonly hint: string | null;
}

/** `delivered`: 2xx. `declined`: the game's final refusal. `failed`: everything else. */
export type Verdict = 'delivered' | 'declined' | 'failed';

export interface AttemptResult {
  readonly startedAt: number;
  readonly durationMs: number;
  readonly timings: { readonly connectMs: number | null; readonly firstByteMs: number | null };
  readonly request: AttemptRequest;
  readonly response: AttemptResponse | null;
  readonly error: AttemptError | null;
  readonly verdict: Verdict;
  /** When the schedule has the next attempt; `null` when this one settles the delivery. */
  readonly nextAttemptAt: number | null;
}

/** An attempt that has ended, to be recorded. */
export interface Landing {
  readonly deliveryId: string;
  readonly result: AttemptResult;
}

/** Where deliveries come from and where their attempts are recorded. Both sides of a send are durable. */
export interface Outbox {
  /** Every delivery with an attempt due, now or later. Read once, at start. */
  pending(): Iterable<Job>;
  /**
   * Marks attempts as started and says what to send. Left out are deliveries that have nothing due any more (the
   * webhook is gone, they were settled by other means). Throws when the marks could not be written: then there
   * is none of them.
   */
  begin(deliveryIds: readonly string[]): readonly Shipment[];
  /**
   * Records attempts and settles or reschedules their deliveries. Throws when that could not be written: then
   * none of them is recorded.
   */
  settle(landings: readonly Landing[]): void;
}

/** Sends one request and says how it went; never throws. `signal` ends it when the engine must stop at once. */
export interface Sender {
  send(shipment: Shipment, signal: AbortSignal): Promise<Omit<AttemptResult, 'nextAttemptAt'>>;
  close(): Promise<void>;
}
