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

/** Why a payment failed: the processor's response code and words for the player. */
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
  /** `null` for an order whose total is zero: it is paid without any method. */
  readonly method: 'card' | null;
  readonly cardScheme: string | null;
  readonly cardLast4: string | null;
  readonly cardCountry: string | null;
  readonly email: string | null;
  readonly country: string;
  readonly postalCode: string | null;
  readonly ip: string | null;
  readonly decline: Decline | null;
  readonly threeDs: 'none' | 'pending' | 'authenticated' | 'failed';
  readonly refundReason: string | null;
  /** Why the player's bank disputed it; no published schema has a field for it, so no event carries it. */
  readonly disputeReason: string | null;
  readonly transactionId: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly statusUpdatedAt: number;
}

/** Something that happens by itself later: what the dispute and fraud cards set off. */
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
