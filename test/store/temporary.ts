import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
  cpSync(directory, copy, { recursive: true, filter: (file) => basename(file) !== 'lock' });
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
