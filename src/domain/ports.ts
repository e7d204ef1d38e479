/** Tells the time. Every moment in the domain is Unix time in milliseconds. */
export interface Clock {
  now(): number;
}

/** A source of randomness for identifiers; the formats themselves are in `ids.ts`. */
export interface Ids {
  /** `length` characters of `0-9A-Za-z`. */
  base62(length: number): string;
  /** `length` decimal digits, the first of them not zero. */
  digits(length: number): string;
  /** A UUID, version 4. */
  uuid(): string;
}

/**
 * What every stored record has: an id that is unique in its table. Records (`model/`) hold times in Unix
 * milliseconds and amounts in minor units of their currency; a field without a value is `null`, so that
 * all records of a kind have one shape.
 */
export interface Stored {
  readonly id: string;
}

/** A table as a reader sees it. `Index` names the secondary indexes it keeps. */
export interface ReadTable<R extends Stored, Index extends string = never> {
  readonly size: number;
  get(id: string): R | undefined;
  /** Every record, oldest first. */
  all(): Iterable<R>;
  /** The records whose `index` has the value `key`, oldest first. */
  by(index: Index, key: string): readonly R[];
  /** How many records `by` would give; costs nothing. */
  count(index: Index, key: string): number;
}

/**
 * A table inside a transaction. Records are values: a change is a new record put under the same id,
 * never a mutation of the old one.
 */
export interface Table<R extends Stored, Index extends string = never> extends ReadTable<R, Index> {
  put(record: R): void;
  delete(id: string): void;
}
