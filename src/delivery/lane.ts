/** The deliveries of one webhook whose attempt is due: some under way, at most `cap`, the others in line. */
export class Lane {
  running = 0;
  readonly name: string;
  readonly #cap: number;
  readonly #waiting = new Set<string>();

  constructor(name: string, cap: number) {
    this.name = name;
    this.#cap = cap;
  }

  get empty(): boolean {
    return this.running === 0 && this.#waiting.size === 0;
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

  /** Takes the first delivery out of the line; `undefined` when none waits or the lane is full. */
  next(): string | undefined {
    if (this.running >= this.#cap) return undefined;
    const [first] = this.#waiting;
    if (first !== undefined) this.#waiting.delete(first);
    return first;
  }
}
