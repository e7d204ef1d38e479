import { constants } from 'node:os';
import { parseExecSettings, type EnvironmentVariables } from '../settings/command-line.ts';
import { SettingsError, StartFailure } from '../settings/errors.ts';
import type { ChildProcess, CommandContext } from './command-context.ts';
import { connectionOf, connectionVariables, exposureWarning } from './connection.ts';

/** What is passed on to the command. */
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

type PassedSignal = (typeof SIGNALS)[number];

/** What shells report for a command that cannot be run. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * Runs a command while an emulator of its own is up. Standard input and both outputs are the command's alone, except
 * for errors of the emulator on standard error.
 *
 * @returns the command's exit code; 128 and the number of the signal that ended it; 127 when there is no such command
 * @throws SettingsError or StartFailure
 */
export async function exec(context: CommandContext, args: readonly string[]): Promise<number> {
  const end = args.indexOf('--');
  const [file, ...rest] = end === -1 ? [] : args.slice(end + 1);
  if (file === undefined || file === '') {
    throw new SettingsError('exec needs a command after --, as in: aghanim-emulator exec -- npm test');
  }
  const settings = parseExecSettings(args.slice(0, end), context.env);
  const signals = new SignalRelay(context);
  const emulator = await context.createEmulator(settings);
  const { url } = await emulator.start({ loadAhead: true });
  const warning = exposureWarning(settings);
  if (warning !== null) context.stderr.write(`aghanim-emulator: ${warning}\n`);
  try {
    if (signals.first !== null) return exitCodeOf(signals.first);
    const variables = connectionVariables(connectionOf(url, settings, emulator.webhookSecret));
    return await run(context, signals, [file, ...rest], { ...context.env, ...variables });
  } finally {
    await emulator.stop({ graceMs: 0 });
  }
}

async function run(
  context: CommandContext,
  signals: SignalRelay,
  command: readonly [string, ...string[]],
  env: EnvironmentVariables,
): Promise<number> {
  const child = context.spawn(command, env);
  signals.passTo(child);
  try {
    const { code, signal } = await ended(child);
    return signal === null ? (code ?? 1) : exitCodeOf(signal);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : null;
    if (reason !== 'ENOENT' && reason !== 'EACCES') {
      throw new StartFailure(`${command[0]} cannot be run: ${String(reason ?? error)}`, { cause: error });
    }
    const [status, words] =
      reason === 'ENOENT' ? [NOT_FOUND, 'command not found'] : [NOT_EXECUTABLE, 'permission denied'];
    context.stderr.write(`aghanim-emulator: ${command[0]}: ${words}\n`);
    return status;
  }
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function ended(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
}

function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Passes signals on to the command. One that arrives before the command starts is kept, and the command not started. */
class SignalRelay {
  first: PassedSignal | null = null;
  #child: ChildProcess | null = null;

  constructor({ signals, hasTerminal }: CommandContext) {
    for (const signal of SIGNALS) {
      signals.on(signal, () => {
        this.first ??= signal;
        // The keys of a terminal send these two to the command as well, and a second one often ends it without cleanup.
        const fromTerminal = hasTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT');
        if (!fromTerminal) this.#child?.kill(signal);
      });
    }
  }

  passTo(child: ChildProcess): void {
    this.#child = child;
  }
}
