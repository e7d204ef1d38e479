import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A server that is measured, in a process of its own. */
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
    // Behind the name in brackets: user and system time are the 14th and 15th field, in hundredths of a second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }
}
