/** The key of a record in an index; `null` if the record is not in it. */
export type KeyOf<R> = (record: R) => string | null;

/**
 * A secondary index: the positions of the records of a table by a key. Most keys have one record (the payment of an order,
 * the attempt of a delivery), which is kept without a list.
 */
export class KeyIndex<R> {
  readonly keyOf: KeyOf<R>;
  readonly #byKey = new Map<string, number | PositionList>();

  constructor(keyOf: KeyOf<R>) {
    this.keyOf = keyOf;
  }

  /** Ascending. */
  positions(key: string): readonly number[] {
    const found = this.#byKey.get(key);
    if (found === undefined) return [];
    return typeof found === 'number' ? [found] : found.toArray();
  }

  count(key: string): number {
    const found = this.#byKey.get(key);
    if (found === undefined) return 0;
    return typeof found === 'number' ? 1 : found.size;
  }

  /** Updates the index after the record at a position got another key; `null`: it was not or is not in the index. */
  update(position: number, oldKey: string | null, newKey: string | null): void {
    if (oldKey === newKey) return;
    if (oldKey !== null) this.#remove(oldKey, position);
    if (newKey !== null) this.#add(newKey, position);
  }

  #add(key: string, position: number): void {
    const present = this.#byKey.get(key);
    if (present === undefined) this.#byKey.set(key, position);
    else if (typeof present === 'number') this.#byKey.set(key, new PositionList(present, position));
    else present.add(position);
  }

  #remove(key: string, position: number): void {
    const present = this.#byKey.get(key);
    if (present instanceof PositionList) {
      present.remove(position);
      if (present.size > 0) return;
    }
    this.#byKey.delete(key);
  }
}

/**
 * Ascending positions. They are nearly always added at the end. One that is removed stays as a gap, until there are more
 * gaps than positions: so records come and go in constant time.
 */
class PositionList {
  /** A gap is -1 minus the position that was there. */
  #elements: number[];
  #gaps = 0;

  constructor(one: number, other: number) {
    this.#elements = one < other ? [one, other] : [other, one];
  }

  get size(): number {
    return this.#elements.length - this.#gaps;
  }

  toArray(): readonly number[] {
    return this.#gaps === 0 ? this.#elements.slice() : this.#elements.filter((element) => element >= 0);
  }

  add(position: number): void {
    const at = this.#find(position);
    const present = this.#elements[at];
    if (present === undefined) this.#elements.push(position);
    else if (positionOf(present) === position) {
      if (present < 0) this.#gaps -= 1;
      this.#elements[at] = position;
    } else this.#elements.splice(at, 0, position);
  }

  remove(position: number): void {
    const at = this.#find(position);
    if (this.#elements[at] !== position) return;
    this.#elements[at] = -1 - position;
    this.#gaps += 1;
    if (this.#gaps <= this.size + 8) return;
    this.#elements = this.#elements.filter((element) => element >= 0);
    this.#gaps = 0;
  }

  /** The index of the first element that is not before the position. */
  #find(position: number): number {
    let [low, high] = [0, this.#elements.length];
    if (high === 0 || positionOf(this.#elements[high - 1] ?? 0) < position) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (positionOf(this.#elements[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function positionOf(element: number): number {
  return element < 0 ? -1 - element : element;
}
