/** A user as the game sees one: the person behind a player, or one whose player was unlinked. */
export interface User {
  readonly id: string;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly playerId: string | null;
}

/** A user without a player; one with a player is told by the player's own record. */
export interface FreeUser {
  readonly id: string;
  readonly gameId: string;
  readonly name: string | null;
  readonly avatarUrl: string | null;
}

/** A one-time token with which a player is logged in. Its id is the token. */
export interface LoginToken {
  readonly id: string;
  readonly gameId: string;
  readonly userId: string;
  readonly expiresAt: number;
}
