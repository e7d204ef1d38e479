import type { EventType } from './event.ts';

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

export const DELIVERY_STATUSES = ['pending', 'delivered', 'declined', 'exhausted', 'canceled'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event on its way to one webhook. */
export interface Delivery {
  readonly id: string;
  readonly gameId: string;
  readonly eventId: string;
  readonly eventType: EventType;
  readonly orderId: string | null;
  readonly webhookId: string;
  readonly withPlayer: boolean;
  readonly status: DeliveryStatus;
  /** Attempts recorded so far, of every trigger. */
  readonly attempts: number;
  /** Attempts since the delivery or its last resend began: the position in the retry schedule. */
  readonly tries: number;
  /** What makes the next attempt: the schedule, a person, or a test event. */
  readonly nextTrigger: AttemptTrigger;
  /** When the attempt now in flight began; after a crash this tells which attempt was interrupted. */
  readonly startedAt: number | null;
  /** `null` when no attempt is due. */
  readonly nextAttemptAt: number | null;
  readonly createdAt: number;
  readonly settledAt: number | null;
}
