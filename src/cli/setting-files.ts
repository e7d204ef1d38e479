import { parseEnv } from 'node:util';
import type { EnvironmentVariables } from '../settings/command-line.ts';
import { settingFlags } from '../settings/command-line.ts';
import { environmentName } from '../settings/definitions.ts';
import { nearest, SettingsError } from '../settings/errors.ts';
import type { CommandContext } from './command-context.ts';

/** The configuration file that is read from the working directory when none is named. */
export const CONFIG_FILE = 'aghanim-emulator.json';

/**
 * The same context with the settings of `.env` and of the configuration file as environment variables. A variable of the
 * process wins over `.env`, and that over the configuration file.
 *
 * @throws SettingsError when the configuration file cannot be used
 */
export function withSettingFiles(context: CommandContext): CommandContext {
  const { argv, file } = takeConfigFlag(context.argv);
  const named = file ?? (context.env['AGHANIM_CONFIG'] || null);
  const config = context.readFile(named ?? CONFIG_FILE);
  if (named !== null && config === null) throw new SettingsError(`--config ${named} cannot be read`);
  const fromFiles = {
    ...(config === null ? {} : variablesIn(named ?? CONFIG_FILE, config)),
    ...ownVariables(context.readFile('.env') ?? ''),
  };
  // An empty variable counts as unset.
  const isUnset = ([name]: readonly [string, unknown]): boolean => (context.env[name] ?? '') === '';
  return {
    ...context,
    argv,
    env: { ...context.env, ...Object.fromEntries(Object.entries(fromFiles).filter(isUnset)) },
  };
}

/** Those of the emulator: the file usually has others, too. */
function ownVariables(text: string): EnvironmentVariables {
  return Object.fromEntries(
    Object.entries(parseEnv(text)).filter(([name, value]) => name.startsWith('AGHANIM_') && value !== ''),
  );
}

function takeConfigFlag(argv: readonly string[]): { argv: readonly string[]; file: string | null } {
  const end = argv.indexOf('--');
  const at = argv.findIndex((word, index) => /^--config(=|$)/.test(word) && (end === -1 || index < end));
  if (at === -1) return { argv, file: null };
  const [, inline] = /^--config=(.*)$/.exec(argv[at] ?? '') ?? [];
  const file = inline ?? argv[at + 1] ?? '';
  if (file === '' || file.startsWith('-')) throw new SettingsError('--config needs a value');
  return { argv: argv.toSpliced(at, inline === undefined ? 2 : 1), file };
}

/** A JSON object whose names are flags, such as `{ "port": 4300, "retry-schedule": "1,2.5" }`. */
function variablesIn(file: string, text: string): EnvironmentVariables {
  const flags = Object.keys(settingFlags());
  return Object.fromEntries(
    Object.entries(objectIn(file, text)).map(([name, value]) => {
      if (!flags.includes(name)) {
        const guess = nearest(name, flags);
        const advice = guess === null ? 'see --help' : `did you mean ${guess}?`;
        throw new SettingsError(`${file}: unknown setting "${name}"; ${advice}`);
      }
      const isPlain = ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);
      if (!isPlain) throw new SettingsError(`${file}: ${name} must be a text, a number, a switch or a list`);
      return [environmentName(name), String(value)];
    }),
  );
}

function objectIn(file: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`${file} is not JSON: ${reason}`);
  }
  throw new SettingsError(`${file} must contain an object`);
}
