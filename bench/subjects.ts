import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server } from './server.ts';

const EMULATOR = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

function own(name: string): string {
  return fileURLToPath(new URL(`servers/${name}.js`, import.meta.url));
}

/** The baselines: servers with the same two routes and almost nothing behind them. */
export function startBaseline(name: 'bare-http' | 'naive-express'): Promise<Server> {
  return Server.start([own(name)]);
}

/** Counts what it receives and answers 200. */
export function startReceiver(): Promise<Server> {
  return Server.start([own('receiver')]);
}

/** The emulator as it is shipped, with its defaults, on the given data directory. */
export function startEmulator(directory: string, ...flags: readonly string[]): Promise<Server> {
  return Server.start([EMULATOR, '--port', '0', '--data-dir', directory, ...flags]);
}

/** Gives `work` an empty directory that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aghanim-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
