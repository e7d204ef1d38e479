import { DEFINITIONS, environmentName } from './definitions.ts';
import { readFlags, type FlagShapes } from './flags.ts';
import { yesOrNo } from './kinds.ts';
import type { Settings } from './settings.ts';
import {
  readGiven,
  settingOf,
  validateSettings,
  type Given,
  type SettingKey,
  type GivenAs,
} from './validate.ts';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings; a flag wins over its environment variable, an empty variable counts as unset.
 *
 * @param args the command line behind the program's name and subcommand
 * @throws SettingsError naming the flag or variable and what is allowed
 */
export function parseSettings(args: readonly string[], env: EnvironmentVariables): Settings {
  return settingsOf(readFlags(args, settingFlags()), env);
}

/**
 * The settings of a command line that was read.
 *
 * @throws SettingsError naming the flag or variable and what is allowed
 */
export function settingsOf(flags: ReadonlyMap<string, string>, env: EnvironmentVariables): Settings {
  return validateSettings((key) => givenFor(key, flags, env), flagName);
}

/**
 * Reads the settings of an emulator that runs for one command: its defaults are a free port, a log of errors only, and
 * a state in memory unless `--data-dir` is given. AGHANIM_DATA_DIR alone keeps no state, because container images set it.
 *
 * @throws SettingsError naming the flag or variable and what is allowed
 */
export function parseExecSettings(args: readonly string[], env: EnvironmentVariables): Settings {
  const flags = readFlags(args, settingFlags());
  const defaults = new Map<SettingKey, string>([
    ['port', '0'],
    ['logLevel', 'error'],
    ['ephemeral', flags.has(DEFINITIONS.dataDir.flag) ? 'off' : 'on'],
  ]);
  return validateSettings((key) => {
    const given = givenFor(key, flags, env);
    const text = defaults.get(key);
    return given ?? (text === undefined ? null : { name: flagName(key), text });
  }, flagName);
}

/** The flag or the variable that gives a setting; `null` for those that are left out. */
export function givenAs(flags: ReadonlyMap<string, string>, env: EnvironmentVariables): GivenAs {
  return (key) => givenFor(key, flags, env)?.name ?? null;
}

/** What the command line calls a setting. */
export function flagName(key: SettingKey): string {
  return `--${DEFINITIONS[key].flag}`;
}

/**
 * The port that the environment names.
 *
 * @throws SettingsError naming the variable and what is allowed
 */
export function portFrom(env: EnvironmentVariables): number {
  return settingOf(DEFINITIONS.port, givenFor('port', new Map(), env));
}

/**
 * Whether a switch that is no setting is on.
 *
 * @throws SettingsError naming the flag and what is allowed
 */
export function isOn(flags: ReadonlyMap<string, string>, name: string): boolean {
  return readGiven({ name: `--${name}`, text: flags.get(name) ?? 'off' }, yesOrNo());
}

/** The flags of all settings. */
export function settingFlags(): FlagShapes {
  return Object.fromEntries(
    Object.values(DEFINITIONS).map(({ flag, placeholder }) => [
      flag,
      placeholder === null ? 'switch' : 'value',
    ]),
  );
}

function givenFor(
  key: SettingKey,
  flags: ReadonlyMap<string, string>,
  env: EnvironmentVariables,
): Given | null {
  const { flag } = DEFINITIONS[key];
  const written = flags.get(flag);
  if (written !== undefined) return { name: flagName(key), text: written };
  const name = environmentName(flag);
  const text = env[name] ?? '';
  return text === '' ? null : { name, text };
}
