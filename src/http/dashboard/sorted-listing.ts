/** What a page shows a part of: an array, or a list that puts in order only the part that is asked for. */
export interface Listing<T> {
  readonly length: number;
  slice(start: number, end: number): readonly T[];
}

type ListingKey = string | number;

/**
 * Records sorted by a key. A page needs 50 of them in order, not 100,000: the others are only divided into smaller and
 * greater ones, as by the quickselect algorithm. Records with equal keys stay in their order.
 */
export class SortedListing<T> implements Listing<T> {
  readonly #records: readonly T[];
  readonly #keys: Float64Array | readonly ListingKey[];
  readonly #isDescending: boolean;

  /** Sorted descending, the list is the exact reverse of the ascending one. */
  constructor(records: readonly T[], keyOf: (record: T, place: number) => ListingKey, isDescending: boolean) {
    this.#records = records;
    const keys = records.map(keyOf);
    this.#keys = keys.every((key) => typeof key === 'number') ? Float64Array.from(keys) : keys;
    this.#isDescending = isDescending;
  }

  get length(): number {
    return this.#records.length;
  }

  slice(start: number, end: number): readonly T[] {
    const { length } = this;
    const [from, to] = [Math.min(start, length), Math.min(end, length)];
    if (!this.#isDescending) return this.#ascending(from, to);
    return this.#ascending(length - to, length - from).reverse();
  }

  #ascending(from: number, to: number): T[] {
    const order = new Uint32Array(this.length);
    for (let index = 0; index < order.length; index += 1) order[index] = index;
    const spans: [low: number, high: number][] = [[0, order.length]];
    for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
      const [low, high] = span;
      if (high <= from || low >= to) continue;
      if (high - low <= SORTED_AT_ONCE) {
        order.subarray(low, high).sort((a, b) => this.#compare(a, b));
        continue;
      }
      const middle = this.#divide(order, low, high - 1);
      spans.push([low, middle], [middle, high]);
    }
    const selected: T[] = [];
    for (const index of order.subarray(from, to)) selected.push(this.#records[index] as T);
    return selected;
  }

  /** Hoare's partition: none before the returned index is greater than any from there on; both parts have some. */
  #divide(order: Uint32Array, low: number, high: number): number {
    const pivot = this.#median(order, low, high);
    let [left, right] = [low - 1, high + 1];
    for (;;) {
      do left += 1;
      while (this.#compare(order[left] ?? 0, pivot) < 0);
      do right -= 1;
      while (this.#compare(order[right] ?? 0, pivot) > 0);
      if (left >= right) return left === low ? left + 1 : left;
      [order[left], order[right]] = [order[right] ?? 0, order[left] ?? 0];
    }
  }

  /** The median of three random elements, so that no order of the records makes the division slow. */
  #median(order: Uint32Array, low: number, high: number): number {
    const some = () => order[low + Math.floor(Math.random() * (high - low + 1))] ?? 0;
    const three = [some(), some(), some()].sort((a, b) => this.#compare(a, b));
    return three[1] ?? 0;
  }

  #compare(a: number, b: number): number {
    const [left, right] = [this.#keys[a] ?? 0, this.#keys[b] ?? 0];
    return left < right ? -1 : left > right ? 1 : a - b;
  }
}

const SORTED_AT_ONCE = 64;
