export interface PlayerInfo {
  readonly name?: string | undefined;
  readonly avatar_url?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly custom_attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** Whether mail may be sent to a player; times in Unix milliseconds. */
export interface EmailConsent {
  readonly address: string | null;
  readonly grantedAt: number | null;
  readonly revokedAt: number | null;
}

/** What only the player operations tell of a player. */
export interface PlayerProfile {
  readonly loyaltyPoints: number;
  readonly emailConsent: EmailConsent | null;
  /** What is kept in the API's own words, but acted on by nothing here. */
  readonly kept: Readonly<Record<string, unknown>>;
}

export interface Player {
  /** `<game id>:<player id>`: player ids are the game's own and unique only inside it. */
  readonly id: string;
  readonly gameId: string;
  readonly playerId: string;
  /** The platform's own id of the person behind the player. */
  readonly userId: string;
  readonly info: PlayerInfo;
  readonly email: string | null;
  readonly country: string | null;
  readonly profile: PlayerProfile;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

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
