import { nearest, SettingsError, StartFailure } from '../settings/errors.ts';
import { help } from './help.ts';
import { health, wait } from './probe.ts';
import { start } from './start.ts';
import { version } from '../package-files.ts';
import type { World } from './world.ts';

type Command = (world: World, args: readonly string[]) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['start', start],
  ['health', health],
  ['wait', wait],
  // Loaded when asked for: it needs every schema of the API.
  ['drift', async (world, args) => (await import('./drift.ts')).drift(world, args)],
]);

/** Does what the command line asks. Returns the exit code; errors are written to `stderr`, never thrown. */
export async function main(world: World): Promise<number> {
  try {
    return await dispatch(world);
  } catch (error) {
    return report(error, world);
  }
}

async function dispatch(world: World): Promise<number> {
  const { argv, stdout } = world;
  if (argv.includes('--help') || argv.includes('-h')) return print(stdout, help());
  if (argv.includes('--version')) return print(stdout, `${version()}\n`);
  const [name = '', ...args] = argv;
  if (name === '' || name.startsWith('-')) return start(world, argv);
  return command(name)(world, args);
}

function print(output: World['stdout'], text: string): number {
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

function report(error: unknown, { stderr }: World): number {
  stderr.write(`aghanim-emulator: ${message(error)}\n`);
  return error instanceof SettingsError ? 2 : 1;
}

/** One line for what the user can put right; a stack trace for a bug. */
function message(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof StartFailure ? error.message : (error.stack ?? error.message);
}
