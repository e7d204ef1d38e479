import { EventEmitter } from 'node:events';
import type { World } from '../../src/cli/world.ts';
import type { Settings } from '../../src/settings/settings.ts';

/** A world without process, network and time, which notes what the command line did to it. */
export class FakeWorld implements World {
  argv: readonly string[] = [];
  env: Record<string, string> = {};
  readonly signals = new EventEmitter();
  readonly out: string[] = [];
  readonly err: string[] = [];
  readonly exits: number[] = [];
  readonly life: string[] = [];
  readonly asked: string[] = [];
  settings: Settings | null = null;
  now = 0;

  /** What the emulator does at its three moments; tests replace them. */
  creating: () => Promise<void> = () => Promise.resolve();
  starting: () => Promise<number> = () => Promise.resolve(4242);
  stopping: () => Promise<void> = () => Promise.resolve();
  /** The answers of /readyz in turn, the last one for ever: a status or an error. */
  answers: (number | Error)[] = [200];

  readonly stdout = { write: (text: string) => this.out.push(text) };
  readonly stderr = { write: (text: string) => this.err.push(text) };
  readonly exit = (code: number) => void this.exits.push(code);

  readonly createEmulator = async (settings: Settings) => {
    this.settings = settings;
    await this.creating();
    this.life.push('created');
    return {
      start: async () => {
        const port = await this.starting();
        this.life.push('started');
        return { port, url: `http://127.0.0.1:${port}` };
      },
      stop: async () => {
        await this.stopping();
        this.life.push('stopped');
      },
    };
  };

  readonly fetch = (url: URL) => {
    this.asked.push(url.href);
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

  get complained(): string {
    return this.err.join('');
  }
}

/** A world in which these words were typed. */
export function typed(...argv: string[]): FakeWorld {
  const world = new FakeWorld();
  world.argv = argv;
  return world;
}
