/** Source: `LeaderboardVisibility` of the published OpenAPI. */
export const LEADERBOARD_VISIBILITIES = ['general', 'personal'] as const;

export interface Leaderboard {
  readonly id: string;
  readonly gameId: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: (typeof LEADERBOARD_VISIBILITIES)[number];
  /** When the hub begins and ends to show it; scores are taken at any time. */
  readonly startAt: number | null;
  readonly endAt: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A player, clan or team on a leaderboard. */
export interface LeaderboardMember {
  readonly id: string;
  readonly gameId: string;
  readonly leaderboardId: string;
  /** The game's own id of the member, unique on its leaderboard. */
  readonly memberId: string;
  /** What the hub shows, such as a name. */
  readonly memberData: string;
  readonly imageUrl: string | null;
  readonly score: number;
  /** When the member got its present score: of equal scores, the earlier one ranks higher. */
  readonly scoredAt: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
