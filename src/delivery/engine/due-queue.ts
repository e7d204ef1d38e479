import type { TimerClock } from '../ports.ts';

interface Due {
  readonly dueAt: number;
}

interface HeapEntry<D extends Due> {
  readonly due: D;
  readonly order: number;
}

/**
 * What is due, ordered by due time, then by the order in which it was added; each key is in it once. It is a binary
 * heap: an entry that was replaced or removed stays in it until it reaches the top or until such entries make up half
 * of the heap.
 */
export class DueQueue<D extends Due> {
  readonly #keyOf: (due: D) => string;
  #heap: HeapEntry<D>[] = [];
  readonly #current = new Map<string, HeapEntry<D>>();
  #order = 0;

  /** @param keyOf for deliveries, their id */
  constructor(keyOf: (due: D) => string) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#current.size;
  }

  /** The earliest due time; `Infinity` if the queue is empty. */
  get earliest(): number {
    this.#skipStale();
    return this.#heap[0]?.due.dueAt ?? Infinity;
  }

  /** Adds something, or replaces its due time. */
  put(due: D): void {
    const entry = { due, order: (this.#order += 1) };
    this.#current.set(this.#keyOf(due), entry);
    this.#rise(this.#heap.push(entry) - 1, entry);
    if (this.#heap.length > 64 + 2 * this.#current.size) this.#compact();
  }

  remove(key: string): void {
    this.#current.delete(key);
  }

  clear(): void {
    this.#heap = [];
    this.#current.clear();
  }

  /** Removes and yields everything that is due at `now`, the earliest first. */
  *takeDue(now: number): Generator<D> {
    while (this.earliest <= now) {
      const first = this.#pop();
      if (!first) return;
      this.#current.delete(this.#keyOf(first.due));
      yield first.due;
    }
  }

  #skipStale(): void {
    let first = this.#heap[0];
    while (first && this.#current.get(this.#keyOf(first.due)) !== first) {
      this.#pop();
      first = this.#heap[0];
    }
  }

  /** A sorted array is a heap. */
  #compact(): void {
    this.#heap = [...this.#current.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #pop(): HeapEntry<D> | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #rise(start: number, entry: HeapEntry<D>): void {
    let index = start;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (!parent || isBefore(parent, entry)) break;
      this.#heap[index] = parent;
      index = above;
    }
    this.#heap[index] = entry;
  }

  /** Puts an entry in place of the top and moves it down until the heap is in order. */
  #sink(entry: HeapEntry<D>): void {
    let index = 0;
    for (;;) {
      const below = this.#firstChild(index);
      const child = this.#heap[below];
      if (!child || isBefore(entry, child)) break;
      this.#heap[index] = child;
      index = below;
    }
    this.#heap[index] = entry;
  }

  #firstChild(index: number): number {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    return left && right && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
  }
}

function isBefore(a: HeapEntry<Due>, b: HeapEntry<Due>): boolean {
  return a.due.dueAt < b.due.dueAt || (a.due.dueAt === b.due.dueAt && a.order < b.order);
}

/** One timer for any number of requested times; it runs the callback at the earliest of them. */
export class SharedTimer {
  readonly #clock: TimerClock;
  readonly #callback: () => void;
  #at = Infinity;
  #cancel: () => void = () => undefined;

  constructor(clock: TimerClock, callback: () => void) {
    this.#clock = clock;
    this.#callback = callback;
  }

  /** Makes sure that the callback runs no later than `at` (steady time; `Infinity` requests nothing). */
  callBy(at: number): void {
    if (at >= this.#at) return;
    this.#cancel();
    this.#at = at;
    this.#cancel = this.#clock.callAt(at, () => {
      this.#at = Infinity;
      this.#callback();
    });
  }

  cancel(): void {
    this.#cancel();
    this.#at = Infinity;
  }
}
