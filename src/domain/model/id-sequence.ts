/** `sequence` makes ids follow from the name of their game. */
export type IdSource = 'random' | 'sequence';

/** How far the ids of a game whose ids are a sequence have come. */
export interface IdSequence {
  /** The id of the game. */
  readonly id: string;
  /** The name of the game, from which its ids follow. */
  readonly name: string;
  /** How many ids there are of each kind. */
  readonly used: Counts;
  /** How many there are of what the game was created with, which a reset keeps. */
  readonly kept: Counts;
}

type Counts = Readonly<Record<string, number>>;
