import type { Job } from '../ports.ts';

interface Entry {
  readonly job: Job;
  readonly order: number;
}

/**
 * Jobs by the moment they are due, those of one moment in the order they came; one job for each delivery.
 * A binary heap; what is replaced or removed stays in it until it surfaces or makes up half of it.
 */
export class DueQueue {
  #heap: Entry[] = [];
  readonly #current = new Map<string, Entry>();
  #order = 0;

  /** When the first job is due, in Unix milliseconds; `Infinity` without one. */
  get earliest(): number {
    this.#skipStale();
    return this.#heap[0]?.job.dueAt ?? Infinity;
  }

  /** Adds a job, in place of the one that the delivery may have here already. */
  put(job: Job): void {
    const entry = { job, order: (this.#order += 1) };
    this.#current.set(job.id, entry);
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

  /** Takes out every job that is due at `now`, first the one due first. */
  *takeDue(now: number): Generator<Job> {
    while (this.earliest <= now) {
      const first = this.#pop();
      if (!first) return;
      this.#current.delete(first.job.id);
      yield first.job;
    }
  }

  #skipStale(): void {
    let first = this.#heap[0];
    while (first && this.#current.get(first.job.id) !== first) {
      this.#pop();
      first = this.#heap[0];
    }
  }

  /** A sorted array is a heap. */
  #compact(): void {
    this.#heap = [...this.#current.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #pop(): Entry | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #rise(start: number, entry: Entry): void {
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

  /** Puts an entry where the top was, and lets it sink to its place. */
  #sink(entry: Entry): void {
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

function isBefore(a: Entry, b: Entry): boolean {
  return a.job.dueAt < b.job.dueAt || (a.job.dueAt === b.job.dueAt && a.order < b.order);
}
