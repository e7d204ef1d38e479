import type { EventType } from '../event-types.ts';

/** Something that happened, with the bytes that tell a game about it. They never change. */
export interface Event {
  readonly id: string;
  readonly gameId: string;
  readonly type: EventType;
  /** `null` for test events and others that concern no order. */
  readonly orderId: string | null;
  readonly transactionId: string;
  readonly trigger: string | null;
  /** The JSON envelope. */
  readonly body: string;
  /** The envelope with `context.player`, made only when a webhook asked for it. */
  readonly bodyWithPlayer: string | null;
  readonly createdAt: number;
}
