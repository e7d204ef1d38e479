import type { DueDelivery } from '../ports.ts';

interface HeapEntry {
  readonly due: DueDelivery;
  readonly order: number;
}

/**
 * Deliveries ordered by due time, then by the order in which they were added; each delivery is in it once. It is a
 * binary heap: an entry that was replaced or removed stays in it until it reaches the top or until such entries make
 * up half of the heap.
 */
export class DueQueue {
  #heap: HeapEntry[] = [];
  readonly #current = new Map<string, HeapEntry>();
  #order = 0;

  /** The earliest due time, in Unix milliseconds; `Infinity` if the queue is empty. */
  get earliest(): number {
    this.#skipStale();
    return this.#heap[0]?.due.dueAt ?? Infinity;
  }

  /** Adds a delivery, or replaces its due time. */
  put(due: DueDelivery): void {
    const entry = { due, order: (this.#order += 1) };
    this.#current.set(due.deliveryId, entry);
    this.#rise(this.#heap.push(entry) - 1, entry);
    if (this.#heap.length > 64 + 2 * this.#current.size) this.#compact();
  }

  remove(deliveryId: string): void {
    this.#current.delete(deliveryId);
  }

  clear(): void {
    this.#heap = [];
    this.#current.clear();
  }

  /** Removes and yields every delivery that is due at `now`, the earliest first. */
  *takeDue(now: number): Generator<DueDelivery> {
    while (this.earliest <= now) {
      const first = this.#pop();
      if (!first) return;
      this.#current.delete(first.due.deliveryId);
      yield first.due;
    }
  }

  #skipStale(): void {
    let first = this.#heap[0];
    while (first && this.#current.get(first.due.deliveryId) !== first) {
      this.#pop();
      first = this.#heap[0];
    }
  }

  /** A sorted array is a heap. */
  #compact(): void {
    this.#heap = [...this.#current.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #pop(): HeapEntry | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #rise(start: number, entry: HeapEntry): void {
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
  #sink(entry: HeapEntry): void {
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

function isBefore(a: HeapEntry, b: HeapEntry): boolean {
  return a.due.dueAt < b.due.dueAt || (a.due.dueAt === b.due.dueAt && a.order < b.order);
}
