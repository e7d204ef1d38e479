import type { EventType } from '../event-types.ts';
import type { AttemptTrigger } from './attempt.ts';

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
