/** How many taken places are kept at the beginning of the list before the rest is copied. */
const SLACK = 1024;

/**
 * A queue whose two ends cost the same however long it is. A `Map` or `Set` would do, but finding its oldest entry
 * passes over the places of those that were deleted.
 */
export class Fifo<T> {
  #entries: (T | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** The oldest entry. */
  get first(): T | undefined {
    return this.#entries[this.#head];
  }

  push(entry: T): void {
    this.#entries.push(entry);
  }

  /** Removes and returns the oldest entry. */
  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const entry = this.#entries[this.#head];
    this.#entries[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > SLACK && this.#head > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** The oldest first. @param skipped how many of the oldest are left out */
  toArray(skipped = 0): T[] {
    return this.#entries.slice(this.#head + skipped) as T[];
  }
}
