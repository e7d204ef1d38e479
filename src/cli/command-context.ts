import type { Lifecycle } from '../app/lifecycle.ts';
import type { EnvironmentVariables } from '../settings/command-line.ts';
import type { Settings } from '../settings/settings.ts';
import type { GivenAs } from '../settings/validate.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** A command that runs as a process of its own. */
export interface ChildProcess {
  kill(signal: NodeJS.Signals): unknown;
  /** The command cannot be run. */
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'exit', listener: (code: number | null, signal: NodeJS.Signals | null) => void): unknown;
}

interface Output {
  write(text: string): unknown;
}

/** Everything outside itself that the command line uses. */
export interface CommandContext {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: EnvironmentVariables;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly signals: { on(signal: NodeJS.Signals, listener: () => void): unknown };
  /** The text of a file; `null` when it cannot be read. */
  readonly readFile: (path: string) => string | null;
  /** Whether one of the standard streams is a terminal. */
  readonly hasTerminal: boolean;
  /** Runs a command with the standard streams of this process. */
  readonly spawn: (command: readonly [string, ...string[]], env: EnvironmentVariables) => ChildProcess;
  /** Resolves when one of the processes above this one ends. */
  readonly ancestorEnd: () => Promise<void>;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  readonly createEmulator: (settings: Settings, givenAs?: GivenAs) => Promise<Lifecycle>;
  readonly fetch: (url: URL, init: { signal: AbortSignal }) => Promise<{ readonly status: number }>;
  readonly clock: {
    /** Milliseconds that nobody sets: a deadline must not move with the time of day. */
    now(): number;
    pause(milliseconds: number): Promise<unknown>;
  };
}
