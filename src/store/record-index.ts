import type { Stored } from '../domain/model/record.ts';

/** A record and its position in its table; later records have higher positions. */
export interface PositionedRecord<R> {
  readonly record: R;
  readonly position: number;
}

/**
 * Records by id, ordered by position. They are nearly always added in that order. After a rollback they are
 * sorted again before the next read.
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

/** Up to this length a list takes no more room than its records need. */
const SHORT = 16;

/**
 * The records of one key of an index, ordered by position. The arrays have no gaps in memory and are copied at once, so
 * that a list of all records of a game costs little. A removed record leaves `null` until an eighth of them are.
 */
class SortedRecords<R> {
  #records: (R | null)[] = [];
  #positions: number[] = [];
  #removed = 0;

  get size(): number {
    return this.#records.length - this.#removed;
  }

  set({ record, position }: PositionedRecord<R>): void {
    const last = this.#positions.at(-1);
    if (last === undefined || position > last) {
      this.#append(record, position);
      return;
    }
    const at = this.#find(position);
    if (this.#positions[at] !== position) {
      this.#records.splice(at, 0, record);
      this.#positions.splice(at, 0, position);
      return;
    }
    if (this.#records[at] === null) this.#removed -= 1;
    this.#records[at] = record;
  }

  delete(position: number): void {
    const at = this.#find(position);
    if (this.#positions[at] !== position || this.#records[at] === null) return;
    this.#records[at] = null;
    this.#removed += 1;
    if (this.#removed * 8 > this.#records.length) this.#compact();
  }

  toArray(): R[] {
    if (this.#removed > 0) return this.#records.filter((record) => record !== null);
    // No record is missing, which the type of the array does not say.
    return this.#records.slice() as R[];
  }

  /** An array that grows by `push` reserves room for 16 more, which would be most of a short list. */
  #append(record: R, position: number): void {
    if (this.#records.length < SHORT) {
      this.#records = this.#records.concat([record]);
      this.#positions = this.#positions.concat([position]);
    } else {
      this.#records.push(record);
      this.#positions.push(position);
    }
  }

  /** The index of the first position that is not lower. */
  #find(position: number): number {
    let low = 0;
    let high = this.#positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#positions[middle] ?? Infinity) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compact(): void {
    this.#positions = this.#positions.filter((_, at) => this.#records[at] !== null);
    this.#records = this.#records.filter((record) => record !== null);
    this.#removed = 0;
  }
}

/**
 * A secondary index: the records of a table by a key. Most keys have one record (the payment of an order, the attempt of a
 * delivery), which is kept without a list: a list takes 150 bytes.
 */
export class KeyIndex<R extends Stored> {
  readonly #keyOf: KeyOf<R>;
  readonly #byKey = new Map<string, PositionedRecord<R> | SortedRecords<R>>();

  constructor(keyOf: KeyOf<R>) {
    this.#keyOf = keyOf;
  }

  records(key: string): readonly R[] {
    const found = this.#byKey.get(key);
    if (found === undefined) return [];
    return found instanceof SortedRecords ? found.toArray() : [found.record];
  }

  count(key: string): number {
    const found = this.#byKey.get(key);
    if (found === undefined) return 0;
    return found instanceof SortedRecords ? found.size : 1;
  }

  /** Updates the index after a change of a record; `undefined`: it did not or does not exist. Its position stays. */
  update(before: PositionedRecord<R> | undefined, after: PositionedRecord<R> | undefined): void {
    const oldKey = this.#key(before);
    const newKey = this.#key(after);
    if (oldKey !== null && oldKey !== newKey && before !== undefined) this.#remove(oldKey, before.position);
    if (newKey !== null && after !== undefined) this.#set(newKey, after);
  }

  #key(entry: PositionedRecord<R> | undefined): string | null {
    return entry === undefined ? null : this.#keyOf(entry.record);
  }

  #set(key: string, entry: PositionedRecord<R>): void {
    const present = this.#byKey.get(key);
    if (present instanceof SortedRecords) present.set(entry);
    else if (present === undefined || present.position === entry.position) this.#byKey.set(key, entry);
    else {
      const both = new SortedRecords<R>();
      both.set(present);
      both.set(entry);
      this.#byKey.set(key, both);
    }
  }

  #remove(key: string, position: number): void {
    const present = this.#byKey.get(key);
    if (present instanceof SortedRecords) {
      present.delete(position);
      if (present.size > 0) return;
    }
    this.#byKey.delete(key);
  }
}
