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

/** The lanes in which something waits or is under way. */
export class Lanes {
  readonly #cap: number;
  readonly #byName = new Map<string, Lane>();

  /** `cap`: how many deliveries of one lane may be under way at once. */
  constructor(cap: number) {
    this.#cap = cap;
  }

  get size(): number {
    return this.#byName.size;
  }

  /** Puts a delivery at the end of a lane's line. */
  join(name: string, deliveryId: string): void {
    const lane = this.#byName.get(name) ?? new Lane(this.#cap);
    this.#byName.set(name, lane);
    lane.join(deliveryId);
  }

  /** Takes a delivery out of whatever line it is in, or without an argument everything out of every line. */
  leave(deliveryId?: string): void {
    for (const [name, lane] of this.#byName) {
      lane.leave(deliveryId);
      this.#dropIfEmpty(name, lane);
    }
  }

  /** The deliveries that may be under way now, each with the name of its lane; each is, until it is `over`. */
  take(): Map<string, string> {
    const taken = new Map<string, string>();
    for (const [name, lane] of this.#byName) {
      if (!lane.ready) continue;
      for (const id of lane.take()) taken.set(id, name);
    }
    return taken;
  }

  /** Tells that a delivery that was taken from the lane is under way no more. */
  over(name: string): void {
    const lane = this.#byName.get(name);
    lane?.over();
    if (lane) this.#dropIfEmpty(name, lane);
  }

  #dropIfEmpty(name: string, lane: Lane): void {
    if (lane.empty) this.#byName.delete(name);
  }
}
