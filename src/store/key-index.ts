import { Sequence, type Entry } from './sequence.ts';

/** What a record is found by in an index; `null` keeps it out. */
export type KeyOf<R> = (record: R) => string | null;

/** One secondary index: the records of a table by a key. */
export class KeyIndex<R> {
  readonly #keyOf: KeyOf<R>;
  readonly #byKey = new Map<string, Sequence<R>>();

  constructor(keyOf: KeyOf<R>) {
    this.#keyOf = keyOf;
  }

  records(key: string): readonly R[] {
    return this.#byKey.get(key)?.toArray() ?? [];
  }

  count(key: string): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  /** Follows a change of the table: `before` and `after` are the record's entries, if it had or has one. */
  follow(id: string, before: Entry<R> | undefined, after: Entry<R> | undefined): void {
    const oldKey = this.#key(before);
    const newKey = this.#key(after);
    if (oldKey !== null && oldKey !== newKey) this.#remove(oldKey, id);
    if (newKey !== null && after !== undefined) this.#sequence(newKey).set(id, after);
  }

  #key(entry: Entry<R> | undefined): string | null {
    return entry === undefined ? null : this.#keyOf(entry.record);
  }

  #sequence(key: string): Sequence<R> {
    const present = this.#byKey.get(key);
    if (present !== undefined) return present;
    const added = new Sequence<R>();
    this.#byKey.set(key, added);
    return added;
  }

  #remove(key: string, id: string): void {
    const sequence = this.#byKey.get(key);
    sequence?.delete(id);
    if (sequence?.size === 0) this.#byKey.delete(key);
  }
}
