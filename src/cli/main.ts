import { ControlError, EmulatorUnreachable } from '../client/errors.ts';
import { version } from '../package-files.ts';
import { nearest, SettingsError, StartFailure } from '../settings/errors.ts';
import { settingsHelp } from '../settings/table.ts';
import { DirectoryLost } from '../store/errors.ts';
import type { CommandContext } from './command-context.ts';
import { exec } from './exec.ts';
import { health, wait } from './probe.ts';
import { withSettingFiles } from './setting-files.ts';
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
  // The others ask a running emulator.
  ['env', async (context, args) => (await import('./game-commands.ts')).env(context, args)],
  ['games', async (context, args) => (await import('./game-commands.ts')).games(context, args)],
  ['game', async (context, args) => (await import('./game-file.ts')).game(context, args)],
  ['pay', async (context, args) => (await import('./order-commands.ts')).pay(context, args)],
  ['refund', async (context, args) => (await import('./order-commands.ts')).refund(context, args)],
  ['settle', async (context, args) => (await import('./order-commands.ts')).settle(context, args)],
  ['advance', async (context, args) => (await import('./game-commands.ts')).advance(context, args)],
  ['reset', async (context, args) => (await import('./game-commands.ts')).reset(context, args)],
  ['tail', async (context, args) => (await import('./tail.ts')).tail(context, args)],
  ['doctor', async (context, args) => (await import('./doctor.ts')).doctor(context, args)],
  ['completion', async (context, args) => (await import('./completion.ts')).completion(context, args)],
]);

/** The names of all commands. */
export function commandNames(): readonly string[] {
  return [...COMMANDS.keys()];
}

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
  return runCommand(withSettingFiles(context));
}

function runCommand(context: CommandContext): Promise<number> {
  const [name = '', ...args] = context.argv;
  if (name === '' || name.startsWith('-')) return start(context, context.argv);
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
  return error instanceof StartFailure ||
    error instanceof DirectoryLost ||
    error instanceof ControlError ||
    error instanceof EmulatorUnreachable
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
  aghanim-emulator env [--dotenv]                        print its address, key and secret
  aghanim-emulator games                                 list its games
  aghanim-emulator game export [FILE] [--secrets]        write the game as one file, or print it
  aghanim-emulator game import FILE [--name NAME | --replace]
                                                         create a game from a file, or replace one
  aghanim-emulator pay ORDER_ID [--card NUMBER] [--decline CODE] [--three-ds complete|fail] [--hold]
  aghanim-emulator refund ORDER_ID [--reason TEXT]
  aghanim-emulator settle [ORDER_ID] [--now] [--timeout SECONDS]
                                                         wait until no webhook is pending; or send
  aghanim-emulator advance DURATION | --to TIME          move the clock: 90s, 15m, 24h, 3d
  aghanim-emulator reset                                 put the game back to its first start
  aghanim-emulator tail                                  print requests, events, attempts, live
  aghanim-emulator doctor                                find what is wrong, and say how to fix it
  aghanim-emulator completion bash|zsh|fish              print completions for a shell
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

env to doctor ask the emulator at AGHANIM_EMULATOR_URL, or http://127.0.0.1:4242, about the sandbox
game; --url, --key and --password name others, --json prints JSON.

A file .env may hold the variables, and aghanim-emulator.json, or what --config names, the flags
as an object: { "port": 4300, "retry-schedule": "1,2.5" }. The environment wins over both.

exec takes a free port, keeps the state in memory unless --data-dir is given, and logs errors
only. The command finds the emulator in AGHANIM_EMULATOR_URL, AGHANIM_EMULATOR_API_URL,
AGHANIM_EMULATOR_KEY, AGHANIM_EMULATOR_WEBHOOK_SECRET and AGHANIM_EMULATOR_DASHBOARD_URL. The exit
code is the command's: 128 + n when signal n ended it, 127 when there is no such command.

Exit codes: 0 stopped by a signal or done, 1 could not start, is not ready, was refused or declined,
2 wrong flag or value.
`;
}
