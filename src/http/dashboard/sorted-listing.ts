/** What a page shows a part of: an array, or a list that puts in order only the part that is asked for. */
export interface Listing<T> {
  readonly length: number;
  slice(start: number, end: number): readonly T[];
}

type ListingKey = string | number;

/** The keys that a list is sorted by: all texts or all numbers. Numbers take no object each. */
export class ListingKeys {
  readonly #texts: string[] = [];
  #numbers = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(key: ListingKey): void {
    if (typeof key === 'string') this.#texts.push(key);
    else {
      if (this.#length === this.#numbers.length) {
        const larger = new Float64Array(this.#length * 2);
        larger.set(this.#numbers);
        this.#numbers = larger;
      }
      this.#numbers[this.#length] = key;
    }
    this.#length += 1;
  }

  all(): Float64Array | readonly string[] {
    return this.#texts.length > 0 ? this.#texts : this.#numbers.subarray(0, this.#length);
  }
}

/**
 * The places of keys in their order. A page needs 50 of them, not 100,000: the others are only divided into smaller and
 * greater ones, as by the quickselect algorithm. Equal keys stay in their order.
 */
export class SortedListing implements Listing<number> {
  readonly #keys: Float64Array | readonly string[];
  readonly #isDescending: boolean;

  /** Sorted descending, the list is the exact reverse of the ascending one. */
  constructor(keys: ListingKeys, isDescending: boolean) {
    this.#keys = keys.all();
    this.#isDescending = isDescending;
  }

  get length(): number {
    return this.#keys.length;
  }

  slice(start: number, end: number): readonly number[] {
    const { length } = this;
    const [from, to] = [Math.min(start, length), Math.min(end, length)];
    if (!this.#isDescending) return this.#ascending(from, to);
    return this.#ascending(length - to, length - from).reverse();
  }

  #ascending(from: number, to: number): number[] {
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
    return [...order.subarray(from, to)];
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
