import type { Event } from './event.ts';
import type { PaymentPlatformName } from './platform.ts';

export type AttemptTrigger = 'automatic' | 'manual' | 'test';

/** Where a text is in the archive of answers. */
export interface ArchivedText {
  readonly at: number;
  readonly length: number;
  readonly crc: number;
}

/** The body of an answer in the archive. A short one is all in its beginning. */
export interface ArchivedAnswer {
  readonly beginning: ArchivedText;
  readonly whole: ArchivedText | null;
}

/** One HTTP request of a delivery and its result. */
export interface Attempt {
  readonly id: string;
  readonly deliveryId: string;
  readonly number: number;
  readonly trigger: AttemptTrigger;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Milliseconds from the start of the attempt; `null` for a phase it did not reach. */
  readonly timings: { readonly connectMs: number | null; readonly firstByteMs: number | null };
  /** The body is the event's; it is not stored again with every attempt. */
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Text, or base64 if the response is binary, as `encoding` says. Empty if it is archived. */
    readonly body: string;
    readonly archived?: ArchivedAnswer | undefined;
    readonly encoding: 'utf8' | 'base64';
    /** Bytes read, or the `content-length` if that is larger. */
    readonly bodyBytes: number;
    readonly truncated: boolean;
  } | null;
  readonly error: { readonly kind: string; readonly message: string; readonly hint: string | null } | null;
  /** A hint about an attempt that did not fail; records of version 0.1 lack it. */
  readonly note?: string | null | undefined;
  /** When the schedule retries after this attempt; `null` if the attempt settled the delivery. */
  readonly nextAttemptAt: number | null;
}

export const DELIVERY_STATUSES = ['pending', 'delivered', 'declined', 'exhausted', 'canceled'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event for one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly gameId: string;
  readonly platform: PaymentPlatformName;
  readonly eventId: string;
  readonly eventType: Event['type'];
  readonly orderId: string | null;
  /** The endpoint's id: that of a webhook, or of an endpoint of another platform. */
  readonly webhookId: string;
  readonly withPlayer: boolean;
  /** The delivery whose request this one repeats to another URL, signed with the secret of the same webhook. */
  readonly replayOf?: string | undefined;
  readonly status: DeliveryStatus;
  /** Attempts recorded so far, of every trigger. */
  readonly attempts: number;
  /** Attempts since the delivery was created or last resent: the position in the retry schedule. */
  readonly tries: number;
  /** What causes the next attempt: the schedule, a resend, or a test event. */
  readonly nextTrigger: AttemptTrigger;
  /** When the attempt under way started; `null` without one. After a crash this tells which attempts were interrupted. */
  readonly startedAt: number | null;
  /** `null` when no attempt is due. */
  readonly nextAttemptAt: number | null;
  readonly createdAt: number;
  readonly settledAt: number | null;
}
