import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EmulatorOptions } from '../../src/index.ts';
import { TSX } from '../cli/program.ts';
import type { ProcessState } from './emulator-process.ts';

const SCRIPT = fileURLToPath(new URL('emulator-process.ts', import.meta.url));

/** An emulator in a process of its own, so that its event loop is its own and its end can be seen. */
export class EmulatorChild {
  readonly url: string;
  readonly #child: ChildProcess;
  #errors = '';

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (this.#errors = (this.#errors + text).slice(-20_000)));
  }

  static async start(options: EmulatorOptions): Promise<EmulatorChild> {
    const child = fork(SCRIPT, [JSON.stringify(options)], {
      execArgv: ['--import', TSX],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    return new EmulatorChild(url, child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Why the process ended, with the end of what it wrote to standard error; `null` while it runs. */
  get ending(): string | null {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return null;
    return `${exitCode ?? signalCode ?? ''}: ${this.#errors}`;
  }

  /** What it wrote to standard error, at most the last 20,000 characters. */
  get errors(): string {
    return this.#errors;
  }

  async state(): Promise<ProcessState> {
    this.#child.send('state');
    const [state] = (await once(this.#child, 'message')) as [ProcessState];
    return state;
  }

  async stop(): Promise<void> {
    if (this.ending !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
