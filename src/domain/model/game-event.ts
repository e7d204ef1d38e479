/** Source: `EventType` of the published OpenAPI, which takes any other text too. */
export const GAME_EVENT_TYPES = ['game_login', 'game_register', 'purchase', 'level_up'] as const;

/** Something that happened in a game, as the game reports it. */
export interface GameEvent {
  readonly id: string;
  readonly gameId: string;
  readonly type: string;
  /** `null` for an event that names no player. */
  readonly playerId: string | null;
  /** As the game sent it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** When it happened, as the game says. */
  readonly happenedAt: number;
  readonly createdAt: number;
}
