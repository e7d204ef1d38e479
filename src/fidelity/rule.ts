/** How sure it is that the real platform does the same. */
export type Standing = 'documented' | 'specification' | 'of the sister platform' | 'our reading';

/** One rule that the emulator follows, in words for its users. */
export interface Rule {
  /** Never changes: links to the rule end with it, and tests name the rule they prove by it. */
  readonly id: string;
  readonly standing: Standing;
  readonly rule: string;
  /** Where the documents say so: a guide and its heading, or an operation or schema of the specification. */
  readonly source?: string;
  /** The flags that change the rule, separated by commas. */
  readonly setting?: string;
}

/** Rules that belong together. */
export interface Topic {
  readonly name: string;
  readonly rules: readonly Rule[];
}
