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

/** What is known of a player only from the player operations. */
export interface PlayerProfile {
  readonly loyaltyPoints: number;
  readonly emailConsent: EmailConsent | null;
  /** Fields that the emulator only stores, with the API's names. */
  readonly kept: Readonly<Record<string, unknown>>;
}

export interface Player {
  /** `<game id>:<player id>`, because player ids are unique only within a game. */
  readonly id: string;
  readonly gameId: string;
  readonly playerId: string;
  /** The platform's id of the person who plays. */
  readonly userId: string;
  readonly info: PlayerInfo;
  readonly email: string | null;
  readonly country: string | null;
  readonly profile: PlayerProfile;
  /** The parts of a composite player id, as the game named them; absent for other ids. */
  readonly components?: Readonly<Record<string, unknown>> | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A user as the game sees it: the person who plays, or a person whose player was unlinked. */
export interface User {
  readonly id: string;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly playerId: string | null;
}

/** A user without a player. A user with a player has no record but the player's. */
export interface FreeUser {
  readonly id: string;
  readonly gameId: string;
  readonly name: string | null;
  readonly avatarUrl: string | null;
}

/** A token that logs a player in. Its id is the token. */
export interface LoginToken {
  readonly id: string;
  readonly gameId: string;
  readonly userId: string;
  readonly expiresAt: number;
  /** Whether it belongs to a player who has logged in on the hub page; such a token authenticates nobody else. */
  readonly isSession?: boolean | undefined;
}
