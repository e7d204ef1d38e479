import { watch } from 'node:fs';

/** Kills after a number of events that are visible from outside. */
export class KillCountdown {
  #remaining = Infinity;
  #kill: () => void = () => undefined;

  /** @param count 0 kills at once */
  arm(count: number, kill: () => void): void {
    this.#remaining = count;
    this.#kill = kill;
    if (count === 0) this.#fire();
  }

  /** Counts one event. */
  count(): void {
    this.#remaining -= 1;
    if (this.#remaining === 0) this.#fire();
  }

  #fire(): void {
    this.#remaining = Infinity;
    this.#kill();
  }
}

/** Kills at the n-th change of a directory: in the middle of opening, replaying or writing a snapshot. */
export function killAtChange(directory: string, nth: number, kill: () => void): () => void {
  let changes = 0;
  const watcher = watch(directory, () => {
    changes += 1;
    if (changes === nth) kill();
  });
  return () => {
    watcher.close();
  };
}
