/** How the clock of a game differs from that of the system. A game without a record has the time of the system. */
export interface GameClock {
  /** The id of the game. */
  readonly id: string;
  /** Unix milliseconds at which the clock stands; `null` while it runs. */
  readonly frozenAt: number | null;
  /** How far a running clock is ahead of the system's, in milliseconds; negative when it is behind. */
  readonly offsetMs: number;
  /** The time in the signatures of webhooks: the system's, which receivers compare with their own, or the game's. */
  readonly signatureTime: SignatureTime;
}

export const SIGNATURE_TIMES = ['real', 'virtual'] as const;

export type SignatureTime = (typeof SIGNATURE_TIMES)[number];

/** The last second of the year 9999, in Unix milliseconds: what follows has no ISO 8601 date of four digits. */
export const LATEST_TIME = 253_402_300_799_000;

/** What the game's clock shows when the system's shows `systemNow`, in Unix milliseconds. */
export function gameTime(clock: GameClock | undefined, systemNow: number): number {
  return clock === undefined ? systemNow : (clock.frozenAt ?? systemNow + clock.offsetMs);
}

/**
 * What the system's clock shows when the game's shows `at`, in Unix milliseconds; `null` while the game's clock stands
 * before it.
 */
export function systemTimeAt(clock: GameClock | undefined, at: number, systemNow: number): number | null {
  if (clock === undefined) return at;
  if (clock.frozenAt === null) return at - clock.offsetMs;
  return at > clock.frozenAt ? null : systemNow - (clock.frozenAt - at);
}
