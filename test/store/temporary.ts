import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Log } from '../../src/store/log.ts';
import type { OwnedStore } from '../../src/store/memory-store.ts';
import { openStore, type StoreOptions } from '../../src/store/durable-store.ts';

/** A new directory, which goes when the test does. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'aghanim-store-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** The files of a store that is still open, as a kill at this moment would leave them. */
export function asKilledNow(directory: string): string {
  const copy = temporaryDirectory();
  // By name, as a snapshot's temporary file may get its final name between being listed and being copied.
  for (const name of ['db.json', 'journal.jsonl']) {
    if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(copy, name));
  }
  return copy;
}

/** A log that keeps what it is told. */
export function recordingLog(): Log & { readonly messages: string[] } {
  const messages: string[] = [];
  const record = (_: object, message: string): void => {
    messages.push(message);
  };
  return { messages, warn: record, error: record };
}

/** Opens a store; at the end of the test it is closed, if the test has not done so. */
export async function opened(directory: string, options: Partial<StoreOptions> = {}): Promise<OwnedStore> {
  const store = await openStore({ directory, log: recordingLog(), ...options });
  onTestFinished(() => store.close());
  return store;
}
