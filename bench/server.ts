import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A measured server in its own process. */
export class Server {
  readonly url: string;
  /** From the start of the process to its ready line, in milliseconds. */
  readonly startMs: number;
  readonly #child: ChildProcessByStdio<null, Readable, null>;

  private constructor(child: ChildProcessByStdio<null, Readable, null>, url: string, startMs: number) {
    this.#child = child;
    this.url = url;
    this.startMs = startMs;
  }

  /** Resolves when the program has printed `… ready on URL`. */
  static async start(args: readonly string[]): Promise<Server> {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of createInterface(child.stdout)) {
      const url = / ready on (\S+)$/.exec(line)?.[1];
      if (url !== undefined) return new Server(child, url, performance.now() - startedAt);
    }
    throw new Error(`${args.join(' ')} ended before it was ready`);
  }

  /** Resident memory in MiB. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.#child.pid ?? 0}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  /** Processor time used since its start, in milliseconds. */
  get cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#child.pid ?? 0}/stat`, 'utf8');
    // After the name in brackets. User and system time are fields 14 and 15, in hundredths of a second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }
}

const EMULATOR = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));

function serverFile(name: string): string {
  return fileURLToPath(new URL(`servers/${name}.js`, import.meta.url));
}

/** The baselines: servers with the same two routes and almost nothing behind them. */
export function startBaseline(name: 'bare-http' | 'naive-express'): Promise<Server> {
  return Server.start([serverFile(name)]);
}

/** Counts what it receives and answers 200. */
export function startReceiver(): Promise<Server> {
  return Server.start([serverFile('receiver')]);
}

/** The emulator as it is shipped, with its defaults, on the given data directory. */
export function startEmulator(directory: string, ...flags: readonly string[]): Promise<Server> {
  return Server.start([EMULATOR, '--port', '0', '--data-dir', directory, ...flags]);
}

/** Calls `work` with an empty directory that is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aghanim-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
