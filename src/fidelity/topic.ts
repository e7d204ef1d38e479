/** A rule alone, or with what changes it. */
export type Entry = string | readonly [rule: string, setting: string];

/** Rules that belong together. */
export interface Topic {
  readonly topic: string;
  readonly documented?: readonly Entry[];
  readonly specification?: readonly Entry[];
  readonly reading?: readonly Entry[];
}
