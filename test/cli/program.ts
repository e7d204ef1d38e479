import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
export const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** How many file descriptors it may have; needs a POSIX shell. */
  readonly descriptors?: number;
  /** Modules to load before it. */
  readonly imports?: readonly string[];
}

/** The real program, as a process of its own. */
export class Program {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<number | NodeJS.Signals>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], { cwd, env = {}, descriptors, imports = [] }: ProgramOptions = {}) {
    const { PATH = '' } = process.env;
    const loaded = [TSX, ...imports].flatMap((url) => ['--import', url]);
    const command = [process.execPath, ...loaded, CLI, ...args] as const;
    const limited = ['sh', '-c', `ulimit -n ${descriptors ?? 0}; exec "$@"`, 'sh', ...command] as const;
    const [file, ...rest] = descriptors === undefined ? command : limited;
    this.child = spawn(file, rest, {
      cwd,
      env: { PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = once(this.child, 'close').then(
      ([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? -1,
    );
  }

  /** Resolves once the standard output has this text. */
  async printed(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      const event = await Promise.race([once(this.child.stdout, 'data'), this.ended]);
      if (!Array.isArray(event)) throw new Error(`ended with ${event} before it printed: ${this.stderr}`);
    }
  }

  /** Resolves once standard error has this text. */
  async logged(text: string): Promise<void> {
    while (!this.stderr.includes(text)) {
      const event = await Promise.race([once(this.child.stderr, 'data'), this.ended]);
      if (!Array.isArray(event)) throw new Error(`ended with ${event} before it logged: ${this.stderr}`);
    }
  }

  /** The URL of the ready line, once it is printed. */
  async ready(): Promise<string> {
    for (;;) {
      const url = /^aghanim-emulator ready on (\S+)\n/m.exec(this.stdout)?.[1];
      if (url !== undefined) return url;
      const event = await Promise.race([once(this.child.stdout, 'data'), this.ended]);
      if (!Array.isArray(event)) throw new Error(`ended with ${event} before it was ready: ${this.stderr}`);
    }
  }
}

/** A temporary folder, and the programs that run in it. */
export class ProgramFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'aghanim-emulator-'));
  readonly #programs: Program[] = [];

  run(args: readonly string[], env: Record<string, string> = {}): Program {
    const program = new Program(args, { cwd: this.path, env });
    this.#programs.push(program);
    return program;
  }

  /** Kills the programs that still run. */
  async remove(): Promise<void> {
    for (const { child } of this.#programs) child.kill('SIGKILL');
    await Promise.all(this.#programs.map(({ ended }) => ended));
    await rm(this.path, { recursive: true });
  }
}
