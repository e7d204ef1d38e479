/** Source: `AchievementType` of the published OpenAPI, which takes any other text too. */
export const ACHIEVEMENT_TYPES = ['first_visit', 'first_purchase', 'regular_visit'] as const;

export interface Achievement {
  readonly id: string;
  readonly gameId: string;
  readonly name: string;
  readonly description: string;
  readonly imageUrl: string;
  /** A game unlocks an achievement by its type, so that no two of a game share one. */
  readonly type: string;
  readonly position: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** An achievement that a player has. */
export interface UnlockedAchievement {
  readonly id: string;
  readonly gameId: string;
  readonly achievementId: string;
  readonly playerId: string;
  readonly unlockedAt: number;
}
