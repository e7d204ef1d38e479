export interface PlayerInfo {
  readonly name?: string | undefined;
  readonly avatar_url?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly custom_attributes?: Readonly<Record<string, unknown>> | undefined;
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
  readonly createdAt: number;
  readonly modifiedAt: number;
}
