import { copyFileSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type StoreOptions } from '../../src/store/durable-store.ts';
import type { StoreLog } from '../../src/store/errors.ts';
import { type Disk, realDisk } from '../../src/store/journal.ts';
import type { ClosableStore } from '../../src/store/memory-store.ts';

/** A disk that can be full, and on which removing a partly written line can fail as well. */
export class FailingDisk implements Disk {
  full = false;
  failsToTruncate = false;

  write(fd: number, bytes: Buffer, position: number): number {
    if (!this.full) return realDisk.write(fd, bytes, position);
    if (bytes.length > 40) return realDisk.write(fd, bytes.subarray(0, bytes.length - 40), position);
    // The error of the system itself: this device is always full.
    return writeSync(openSync('/dev/full', 'w'), bytes);
  }

  sync(fd: number): Promise<void> {
    return realDisk.sync(fd);
  }

  syncNow(fd: number): void {
    realDisk.syncNow(fd);
  }

  truncate(fd: number, length: number): void {
    if (this.failsToTruncate) throw Object.assign(new Error('EIO: i/o error, ftruncate'), { code: 'EIO' });
    realDisk.truncate(fd, length);
  }
}

/** A new directory, removed at the end of the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'aghanim-store-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** A copy of an open store's files, as a kill at this time leaves them. */
export function asKilledNow(directory: string): string {
  const copy = temporaryDirectory();
  // By name, as a snapshot's temporary file may get its final name between being listed and being copied.
  for (const name of ['db.json', 'journal.jsonl', 'answers.bin', 'answers-whole.bin']) {
    if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(copy, name));
  }
  return copy;
}

/** A log that keeps its messages. */
export function recordingLog(): StoreLog & { readonly messages: string[] } {
  const messages: string[] = [];
  const record = (_: object, message: string): void => {
    messages.push(message);
  };
  return { messages, warn: record, error: record };
}

/** Opens a store and closes it at the end of the test, if the test has not done so. */
export async function opened(directory: string, options: Partial<StoreOptions> = {}): Promise<ClosableStore> {
  const store = await openStore({ directory, log: recordingLog(), ...options });
  onTestFinished(() => store.close());
  return store;
}
