/** The deliveries of one webhook whose attempt is due: some under way, at most `cap`, the others in line. */
export class Lane {
  readonly #cap: number;
  readonly #waiting = new Set<string>();
  #running = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  get empty(): boolean {
    return this.#running === 0 && this.#waiting.size === 0;
  }

  /** Whether a delivery could be taken. */
  get ready(): boolean {
    return this.#running < this.#cap && this.#waiting.size > 0;
  }

  /** Puts a delivery at the end of the line. */
  join(deliveryId: string): void {
    this.#waiting.add(deliveryId);
  }

  /** Takes a delivery, or without an argument every one, out of the line. */
  leave(deliveryId?: string): void {
    if (deliveryId === undefined) this.#waiting.clear();
    else this.#waiting.delete(deliveryId);
  }

  /** Takes as many deliveries out of the line as may be under way; each of them is, until it is `over`. */
  *take(): Generator<string, void> {
    for (const id of this.#waiting) {
      if (this.#running >= this.#cap) return;
      this.#waiting.delete(id);
      this.#running += 1;
      yield id;
    }
  }

  /** Tells that a delivery that was taken is under way no more. */
  over(): void {
    this.#running -= 1;
  }
}
