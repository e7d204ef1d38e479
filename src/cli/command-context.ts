import type { Emulator } from '../app/lifecycle.ts';
import type { EnvironmentVariables } from '../settings/command-line.ts';
import type { Settings } from '../settings/settings.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM';

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
  readonly signals: { on(signal: StopSignal, listener: () => void): unknown };
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  readonly createEmulator: (settings: Settings) => Promise<Emulator>;
  readonly fetch: (url: URL, init: { signal: AbortSignal }) => Promise<{ readonly status: number }>;
  readonly clock: {
    /** Unix milliseconds. */
    now(): number;
    pause(milliseconds: number): Promise<unknown>;
  };
}
