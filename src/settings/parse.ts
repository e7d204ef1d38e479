import { DEFINITIONS, environmentName, type Definition } from './definitions.ts';
import { SettingsError } from './errors.ts';
import { readFlags, type FlagShapes } from './flags.ts';
import type { Settings } from './settings.ts';
import { readValue } from './values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Checks that other floors know how to make. */
export interface Checks {
  /** Throws an Error whose message says what is wrong with a retry schedule. */
  schedule(text: string): void;
}

/** Where a setting came from, a flag or an environment variable, and what it said. */
interface Given {
  readonly source: string;
  readonly text: string;
}

type Sources = (key: keyof Settings) => string;

/**
 * Reads the settings; a flag wins over its environment variable, an empty variable counts as unset.
 *
 * @param args the command line behind the program's name and subcommand
 * @throws SettingsError naming the flag or variable and what is allowed
 */
export function parseSettings(args: readonly string[], env: Environment, checks: Checks): Settings {
  const flags = readFlags(args, flagShapes());
  const entries = Object.entries(DEFINITIONS).map(([key, definition]: [string, Definition]) => [
    key,
    readSetting(definition, flags, env),
  ]);
  // The type of DEFINITIONS has a definition of the right type for each key of Settings.
  const settings = Object.fromEntries(entries) as Settings;
  checkTogether(settings, checks, (key) => {
    const { flag } = DEFINITIONS[key];
    return givenFor(flag, flags, env)?.source ?? `--${flag}`;
  });
  return settings;
}

/** The settings of an emulator that was given none. */
export function defaultSettings(): Settings {
  return parseSettings([], {}, { schedule: () => undefined });
}

/**
 * Reads one setting, from its flag or its environment variable.
 *
 * @throws SettingsError naming the flag or variable and what is allowed
 */
export function readSetting<T>(
  { flag, initial, values }: Definition<T>,
  flags: ReadonlyMap<string, string>,
  env: Environment,
): T {
  const given = givenFor(flag, flags, env);
  if (given) return readValue(given.source, given.text, values);
  return typeof initial === 'string' ? readValue(`--${flag}`, initial, values) : initial.value;
}

function flagShapes(): FlagShapes {
  return Object.fromEntries(
    Object.values(DEFINITIONS).map(({ flag, placeholder }) => [
      flag,
      placeholder === null ? 'switch' : 'value',
    ]),
  );
}

function givenFor(flag: string, flags: ReadonlyMap<string, string>, env: Environment): Given | null {
  const written = flags.get(flag);
  if (written !== undefined) return { source: `--${flag}`, text: written };
  const name = environmentName(flag);
  const text = env[name] ?? '';
  return text === '' ? null : { source: name, text };
}

/** The rules that no setting can check alone. */
function checkTogether(settings: Settings, checks: Checks, source: Sources): void {
  const { s2sKey, liveS2sKey, webhook, webhookSecret, strictHttps } = settings;
  if (s2sKey === liveS2sKey)
    throw new SettingsError(`${source('liveS2sKey')} must differ from ${source('s2sKey')}`);
  if (webhookSecret !== null && webhook === null)
    throw new SettingsError(`${source('webhookSecret')} needs --webhook, the URL that it signs for`);
  if (strictHttps && webhook !== null && new URL(webhook).protocol !== 'https:')
    throw new SettingsError(`${source('webhook')} must be an https:// URL while --strict-https is on`);
  checkSchedule(settings.retrySchedule, checks, source('retrySchedule'));
}

function checkSchedule(text: string, checks: Checks, source: string): void {
  try {
    checks.schedule(text);
  } catch (error) {
    const { allowed } = DEFINITIONS.retrySchedule.values;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`${source} must be ${allowed}: ${reason}`);
  }
}
