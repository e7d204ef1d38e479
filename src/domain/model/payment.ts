export type PaymentStatus =
  | 'created'
  | 'failed'
  | 'expired'
  | 'voided'
  | 'rejected'
  | 'done'
  | 'refund_requested'
  | 'refunded'
  | 'dispute'
  | 'chargeback'
  | 'abandoned'
  | 'canceled';

/** Why a payment failed: the processor's response code, and a text for the player. */
export interface Decline {
  readonly code: string;
  readonly message: string;
}

/** One attempt to pay an order. Of the card only the brand and the last four digits are kept. */
export interface Payment {
  readonly id: string;
  readonly gameId: string;
  readonly orderId: string;
  readonly playerId: string;
  readonly userId: string;
  readonly status: PaymentStatus;
  readonly amount: number;
  readonly currency: string;
  /** `null` for an order whose total is zero, which is paid without a method. */
  readonly method: 'card' | null;
  readonly cardScheme: string | null;
  readonly cardLast4: string | null;
  readonly cardCountry: string | null;
  readonly email: string | null;
  readonly country: string;
  readonly postalCode: string | null;
  /** Whether the card is kept for the player's next purchase; records of version 0.1 lack it. */
  readonly saveCard?: boolean | undefined;
  readonly ip: string | null;
  readonly decline: Decline | null;
  readonly threeDs: 'none' | 'pending' | 'authenticated' | 'failed';
  readonly refundReason: string | null;
  /** Why the player's bank disputed it. No published schema has a field for it, so no event has it. */
  readonly disputeReason: string | null;
  /** Records of version 0.1 lack it: their payments have the number of the order. */
  readonly receiptNumber?: string | undefined;
  readonly transactionId: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly statusUpdatedAt: number;
}

/** An event of the bank that follows a payment with a dispute or fraud card, when it is due. */
export interface FollowUp {
  readonly id: string;
  readonly gameId: string;
  readonly paymentId: string;
  readonly kind: 'fraud' | 'dispute' | 'dispute_end';
  readonly reason: string;
  /** How the dispute ends; `null` for a fraud report. */
  readonly ends: 'won' | 'lost' | null;
  readonly dueAt: number;
}
