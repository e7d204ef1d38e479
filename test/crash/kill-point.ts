import { watch } from 'node:fs';

/** Kills after a number of moments, which are things that can be seen from outside. */
export class KillPoint {
  #remaining = Infinity;
  #kill: () => void = () => undefined;

  /** @param moments 0 kills at once */
  arm(moments: number, kill: () => void): void {
    this.#remaining = moments;
    this.#kill = kill;
    if (moments === 0) this.#fire();
  }

  /** Counts a moment. */
  pass(): void {
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
