export type AttemptTrigger = 'automatic' | 'manual' | 'test';

/** One HTTP request of a delivery, as it was sent and answered. */
export interface Attempt {
  readonly id: string;
  readonly deliveryId: string;
  readonly number: number;
  readonly trigger: AttemptTrigger;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly timings: AttemptTimings;
  /** The body is the event's; it is not stored again with every attempt. */
  readonly request: AttemptRequest;
  readonly response: AttemptResponse | null;
  readonly error: AttemptError | null;
  /** When the schedule retries after this attempt; `null` when it settled the delivery. */
  readonly nextAttemptAt: number | null;
}

/** Milliseconds from the start of the attempt; `null` for a phase it did not reach. */
export interface AttemptTimings {
  readonly connectMs: number | null;
  readonly firstByteMs: number | null;
}

export interface AttemptRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AttemptResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or for binary answers a base-64 form; `encoding` tells. At most 64 KiB are kept. */
  readonly body: string;
  readonly encoding: 'utf8' | 'base64';
  /** Bytes read, or what `content-length` promised when that is more. */
  readonly bodyBytes: number;
  readonly truncated: boolean;
}

export interface AttemptError {
  readonly kind: string;
  readonly message: string;
  readonly hint: string | null;
}
