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
