import { version } from '../package-files.ts';
import { nearest, SettingsError, StartFailure } from '../settings/errors.ts';
import { settingsHelp } from '../settings/table.ts';
import { DirectoryLost } from '../store/errors.ts';
import type { CommandContext } from './command-context.ts';
import { exec } from './exec.ts';
import { health, wait } from './probe.ts';
import { start } from './start.ts';

type Command = (context: CommandContext, args: readonly string[]) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['start', start],
  ['exec', exec],
  ['health', health],
  ['wait', wait],
  // Loaded on demand: it needs every schema of the API.
  ['drift', async (context, args) => (await import('./drift.ts')).drift(context, args)],
  ['data', async (context, args) => (await import('./data.ts')).data(context, args)],
]);

/** Runs the command line. Returns the exit code; errors are written to `stderr`, never thrown. */
export async function main(context: CommandContext): Promise<number> {
  try {
    return await dispatch(context);
  } catch (error) {
    return report(error, context);
  }
}

async function dispatch(context: CommandContext): Promise<number> {
  const { argv, stdout } = context;
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (own.includes('--help') || own.includes('-h')) return print(stdout, help());
  if (own.includes('--version')) return print(stdout, `${version()}\n`);
  const [name = '', ...args] = argv;
  if (name === '' || name.startsWith('-')) return start(context, argv);
  return command(name)(context, args);
}

function print(output: CommandContext['stdout'], text: string): number {
  output.write(text);
  return 0;
}

function command(name: string): Command {
  const found = COMMANDS.get(name);
  if (found) return found;
  const names = [...COMMANDS.keys()];
  const guess = nearest(name, names);
  const advice = guess === null ? `the commands are ${names.join(', ')}` : `did you mean ${guess}?`;
  throw new SettingsError(`unknown command "${name}"; ${advice}`);
}

function report(error: unknown, { stderr }: CommandContext): number {
  stderr.write(`aghanim-emulator: ${message(error)}\n`);
  return error instanceof SettingsError ? 2 : 1;
}

/** One line for what the user can fix; a stack trace for a bug. */
function message(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof StartFailure || error instanceof DirectoryLost
    ? error.message
    : (error.stack ?? error.message);
}

/** What `--help` prints. */
function help(): string {
  return `aghanim-emulator: a local Aghanim for development and CI

Usage:
  aghanim-emulator [start] [SETTINGS]                    run the emulator until SIGINT or SIGTERM
    --ready-file FILE                                    write its addresses, key and pid as JSON
    --exit-with-parent                                   stop when a process above it ends
  aghanim-emulator exec [SETTINGS] -- COMMAND [ARG…]     run a command with an emulator of its own
  aghanim-emulator health [--url URL]                    exit 0 when it is ready, else 1
  aghanim-emulator wait [--url URL] [--timeout SECONDS]  wait until it is ready, at most 30 seconds
  aghanim-emulator drift --spec FILE                     compare a specification with what is served
  aghanim-emulator data check [--accept]                 check the data; accept edited files
  aghanim-emulator data repair                           keep what is readable, and a copy
  aghanim-emulator data export                           print what is readable as JSON
  aghanim-emulator --help | --version

Settings, with their defaults in brackets:
${settingsHelp()}

Each flag is also an environment variable: --s2s-key is AGHANIM_S2S_KEY; the flag wins.
A switch is turned off with =off, as in --ephemeral=off. health and wait ask
http://127.0.0.1:4242, or the port in AGHANIM_PORT, unless --url is given.

exec takes a free port, keeps the state in memory unless --data-dir is given, and logs errors
only. The command finds the emulator in AGHANIM_EMULATOR_URL, AGHANIM_EMULATOR_API_URL,
AGHANIM_EMULATOR_KEY, AGHANIM_EMULATOR_WEBHOOK_SECRET and AGHANIM_EMULATOR_DASHBOARD_URL. The exit
code is the command's: 128 + n when signal n ended it, 127 when there is no such command.

Exit codes: 0 stopped by a signal, 1 could not start or is not ready, 2 wrong flag or value.
`;
}
