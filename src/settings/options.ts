import type { RetrySchedule } from '../domain/model/retry-schedule.ts';
import { DEFINITIONS } from './definitions.ts';
import { nearest, SettingsError } from './errors.ts';
import type { Settings } from './settings.ts';
import { validateSettings, type SettingKey } from './validate.ts';

/** Any of the settings; one that is left out or `undefined` has its default. */
export interface EmulatorOptions extends Optional<Omit<Settings, 'retrySchedule' | 'midaspayRetrySchedule'>> {
  /**
   * `fast`, `realistic`, `none`, `midasbuy`, or up to 100 delays between webhook attempts in **milliseconds**. A text such as
   * `1,2.5,10` means **seconds**, as it does for `--retry-schedule`.
   */
  readonly retrySchedule?: string | RetrySchedule | undefined;
  /** In the same notation. */
  readonly midaspayRetrySchedule?: string | RetrySchedule | undefined;
}

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** Where an emulator inside a test differs from one on the command line. */
const DEFAULTS: EmulatorOptions = { port: 0, ephemeral: true, logLevel: 'warn' };

/**
 * Reads the settings that code gives.
 *
 * @throws SettingsError naming the option and what is allowed
 */
export function parseOptions(options: EmulatorOptions): Settings {
  checkNames(options);
  return validateSettings((key) => {
    const value = options[key] === undefined ? DEFAULTS[key] : options[key];
    return value === undefined ? null : { name: key, value };
  }, optionName);
}

/** What code calls a setting. */
export function optionName(key: SettingKey): string {
  return key;
}

/** Plain JavaScript is not checked by a compiler. */
function checkNames(options: unknown): void {
  if (typeof options !== 'object' || options === null)
    throw new SettingsError('The options must be an object.');
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(DEFINITIONS, name)) throw unknownOption(name);
  }
}

function unknownOption(name: string): SettingsError {
  const advice = suggestion(name);
  return new SettingsError(
    `unknown option ${JSON.stringify(name)}; ${advice === null ? 'the README lists the settings' : `did you mean ${advice}?`}`,
  );
}

/** The option that was meant: `seed` is like no option, but it is the flag of `seedFile`. */
function suggestion(name: string): string | null {
  const keys = Object.keys(DEFINITIONS) as SettingKey[];
  const flags = new Map(keys.map((key) => [DEFINITIONS[key].flag, key]));
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return nearest(name, keys) ?? flags.get(nearest(flag, [...flags.keys()]) ?? '') ?? null;
}
