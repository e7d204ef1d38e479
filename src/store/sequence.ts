/** A record and its place in its table: later records have higher positions. */
export interface Entry<R> {
  readonly record: R;
  readonly position: number;
}

/**
 * Entries by id, given out in order of position. They nearly always arrive in that order; only a rollback
 * or a record that returns to an index comes late, and then the order is restored at the next reading.
 */
export class Sequence<R> {
  #entries = new Map<string, Entry<R>>();
  #last = -1;
  #sorted = true;

  get size(): number {
    return this.#entries.size;
  }

  get(id: string): Entry<R> | undefined {
    return this.#entries.get(id);
  }

  set(id: string, entry: Entry<R>): void {
    if (entry.position > this.#last) this.#last = entry.position;
    else if (!this.#entries.has(id)) this.#sorted = false;
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

  /** The same one by one, for those who may stop early or change the table meanwhile. */
  *records(): Generator<R, void> {
    this.#sort();
    for (const entry of this.#entries.values()) yield entry.record;
  }

  #sort(): void {
    if (this.#sorted) return;
    this.#entries = new Map([...this.#entries].sort(([, a], [, b]) => a.position - b.position));
    this.#sorted = true;
  }
}
