import type { Stored } from '../domain/model/record.ts';

/** A record and its position in its table; later records have higher positions. */
export interface PositionedRecord<R> {
  readonly record: R;
  readonly position: number;
}

/**
 * Records by id, ordered by position. They are nearly always added in that order. After a rollback, or when a record
 * returns to an index, they are sorted again before the next read.
 */
export class OrderedRecords<R> {
  #entries = new Map<string, PositionedRecord<R>>();
  #last = -1;
  #isSorted = true;

  get size(): number {
    return this.#entries.size;
  }

  get(id: string): PositionedRecord<R> | undefined {
    return this.#entries.get(id);
  }

  set(id: string, entry: PositionedRecord<R>): void {
    if (entry.position > this.#last) this.#last = entry.position;
    else if (!this.#entries.has(id)) this.#isSorted = false;
    this.#entries.set(id, entry);
  }

  delete(id: string): void {
    this.#entries.delete(id);
  }

  toArray(): R[] {
    this.#sort();
    const records: R[] = [];
    for (const { record } of this.#entries.values()) records.push(record);
    return records;
  }

  /** Yields the records one by one, for callers that stop early or change the table in between. */
  *records(): Generator<R, void> {
    this.#sort();
    for (const entry of this.#entries.values()) yield entry.record;
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#entries = new Map([...this.#entries].sort(([, a], [, b]) => a.position - b.position));
    this.#isSorted = true;
  }
}

/** The key of a record in an index; `null` if the record is not in it. */
export type KeyOf<R> = (record: R) => string | null;

/**
 * A secondary index: the records of a table by a key. Most keys have one record (the payment of an order, the attempt of a
 * delivery), which is kept without a list: a list takes 250 bytes.
 */
export class KeyIndex<R extends Stored> {
  readonly #keyOf: KeyOf<R>;
  readonly #byKey = new Map<string, PositionedRecord<R> | OrderedRecords<R>>();

  constructor(keyOf: KeyOf<R>) {
    this.#keyOf = keyOf;
  }

  records(key: string): readonly R[] {
    const found = this.#byKey.get(key);
    if (found === undefined) return [];
    return found instanceof OrderedRecords ? found.toArray() : [found.record];
  }

  count(key: string): number {
    const found = this.#byKey.get(key);
    if (found === undefined) return 0;
    return found instanceof OrderedRecords ? found.size : 1;
  }

  /** Updates the index after a change of the record `id`; `undefined`: it did not or does not exist. */
  update(id: string, before: PositionedRecord<R> | undefined, after: PositionedRecord<R> | undefined): void {
    const oldKey = this.#key(before);
    const newKey = this.#key(after);
    if (oldKey !== null && oldKey !== newKey) this.#remove(oldKey, id);
    if (newKey !== null && after !== undefined) this.#set(newKey, id, after);
  }

  #key(entry: PositionedRecord<R> | undefined): string | null {
    return entry === undefined ? null : this.#keyOf(entry.record);
  }

  #set(key: string, id: string, entry: PositionedRecord<R>): void {
    const present = this.#byKey.get(key);
    if (present instanceof OrderedRecords) present.set(id, entry);
    else if (present === undefined || present.record.id === id) this.#byKey.set(key, entry);
    else {
      const both = new OrderedRecords<R>();
      both.set(present.record.id, present);
      both.set(id, entry);
      this.#byKey.set(key, both);
    }
  }

  #remove(key: string, id: string): void {
    const present = this.#byKey.get(key);
    if (present instanceof OrderedRecords) {
      present.delete(id);
      if (present.size > 0) return;
    }
    this.#byKey.delete(key);
  }
}
