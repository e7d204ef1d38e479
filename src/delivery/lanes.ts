import { Lane } from './lane.ts';

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
