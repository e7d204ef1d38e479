import type { Backing, CommitGroup } from '../../src/store/backing.ts';

/** A backing whose writes end when the test says so. */
export class HeldBacking implements Backing {
  readonly isUsable = true;
  /** Every group that it was given. */
  readonly groups: CommitGroup[] = [];
  isClosed = false;
  /** Whether writes wait; otherwise they end at once. */
  holds = true;
  #end: (error?: Error) => void = () => undefined;
  #onWrite: () => void = () => undefined;
  #unseen = 0;

  write(group: CommitGroup): Promise<void> {
    this.groups.push(group);
    if (!this.holds) return Promise.resolve();
    this.#unseen += 1;
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = (error) => {
        if (error) reject(error);
        else resolve();
      };
    });
    this.#onWrite();
    return ended;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** Resolves to the group of the next write, once that has begun. */
  async nextWrite(): Promise<CommitGroup> {
    if (this.#unseen === 0) {
      await new Promise<void>((resolve) => {
        this.#onWrite = resolve;
      });
    }
    this.#unseen -= 1;
    return this.groups.at(-1) ?? [];
  }

  /** Ends the write that is under way; with an error, it fails. */
  settle(error?: Error): void {
    this.#end(error);
  }
}
