/** A shelf of a game's catalogue. */
export interface ItemCategory {
  readonly id: string;
  readonly gameId: string;
  readonly name: string;
  readonly position: number;
  /** The category that this one is part of. */
  readonly parentId: string | null;
  /** What else a store shows it with, in the API's own names; kept as sent. */
  readonly appearance: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
