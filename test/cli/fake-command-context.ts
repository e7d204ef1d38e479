import { EventEmitter } from 'node:events';
import type { CommandContext } from '../../src/cli/command-context.ts';
import type { Settings } from '../../src/settings/settings.ts';

/** A command context without process, network or time; it records what the command line does. */
export class FakeCommandContext implements CommandContext {
  argv: readonly string[] = [];
  env: Record<string, string> = {};
  readonly signals = new EventEmitter();
  readonly out: string[] = [];
  readonly err: string[] = [];
  readonly exits: number[] = [];
  readonly lifecycle: string[] = [];
  readonly requested: string[] = [];
  settings: Settings | null = null;
  networkUrls: readonly string[] = [];
  now = 0;

  /** What the emulator does when it is created, started and stopped; tests replace it. */
  creating: () => Promise<void> = () => Promise.resolve();
  starting: () => Promise<number> = () => Promise.resolve(4242);
  stopping: () => Promise<void> = () => Promise.resolve();
  /** The answers of /readyz in turn, the last one repeated: a status or an error. */
  answers: (number | Error)[] = [200];

  readonly stdout = { write: (text: string) => this.out.push(text) };
  readonly stderr = { write: (text: string) => this.err.push(text) };
  readonly exit = (code: number) => void this.exits.push(code);

  ancestorEnd: () => Promise<void> = () => new Promise(() => undefined);
  readonly hasTerminal = false;
  files: Record<string, string> = {};
  readonly readFile = (path: string) => this.files[path] ?? null;
  readonly spawn = () => {
    throw new Error('This context runs no commands.');
  };

  readonly createEmulator = async (settings: Settings) => {
    this.settings = settings;
    await this.creating();
    this.lifecycle.push('created');
    return {
      webhookSecret: settings.webhookSecret,
      start: async () => {
        const port = await this.starting();
        this.lifecycle.push('started');
        return { port, url: `http://127.0.0.1:${port}`, networkUrls: this.networkUrls };
      },
      stop: async () => {
        await this.stopping();
        this.lifecycle.push('stopped');
      },
    };
  };

  readonly fetch = (url: URL) => {
    this.requested.push(url.href);
    const answer = (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? 200;
    return typeof answer === 'number' ? Promise.resolve({ status: answer }) : Promise.reject(answer);
  };

  readonly clock = {
    now: () => this.now,
    pause: (milliseconds: number) => {
      this.now += milliseconds;
      return Promise.resolve();
    },
  };

  get printed(): string {
    return this.out.join('');
  }

  get errorOutput(): string {
    return this.err.join('');
  }
}

/** The context of a command line with these arguments. */
export function typed(...argv: string[]): FakeCommandContext {
  const context = new FakeCommandContext();
  context.argv = argv;
  return context;
}
