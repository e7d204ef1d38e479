/** Something that happens by itself later: what the dispute and fraud cards set off. */
export interface FollowUp {
  readonly id: string;
  readonly gameId: string;
  readonly paymentId: string;
  readonly kind: 'dispute' | 'dispute_won' | 'dispute_lost' | 'fraud';
  readonly reason: string;
  readonly dueAt: number;
}
