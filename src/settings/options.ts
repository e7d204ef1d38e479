import type { RetrySchedule } from '../domain/model/retry-schedule.ts';
import type { EventType } from '../domain/model/event.ts';
import { DEFINITIONS } from './definitions.ts';
import { nearest, SettingsError } from './errors.ts';
import type { Settings } from './settings.ts';
import { validateSettings, type SettingKey } from './validate.ts';

type RewrittenSetting = 'retrySchedule' | 'midaspayRetrySchedule' | 'webhook';

/** Any of the settings; one that is left out or `undefined` has its default. */
export interface SettingOptions extends Optional<Omit<Settings, RewrittenSetting>> {
  /**
   * `fast`, `realistic`, `none`, `midasbuy`, or up to 100 delays between webhook attempts in **milliseconds**. A text such as
   * `1,2.5,10` means **seconds**, as it does for `--retry-schedule`.
   */
  readonly retrySchedule?: string | RetrySchedule | undefined;
  /** In the same notation. */
  readonly midaspayRetrySchedule?: string | RetrySchedule | undefined;
  /** Where `item.add` and `item.remove` go; an object says more than a URL. */
  readonly webhook?: string | WebhookOption | null | undefined;
}

/** A webhook, with the names of the body of `POST /_emulator/games`. */
export interface WebhookOption {
  readonly url: string;
  /** Signs what is sent; the emulator makes one unless it is given. */
  readonly secret?: string | undefined;
  /** The types of events that it gets: `item.add` and `item.remove` unless given. */
  readonly events?: readonly EventType[] | undefined;
  readonly player_context?: boolean | undefined;
}

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** Where an emulator inside a test differs from one on the command line. A `dataDir` would be of no use in memory. */
function defaultsFor({ dataDir }: SettingOptions): SettingOptions {
  return { port: 0, ephemeral: dataDir === undefined, logLevel: 'error' };
}

/**
 * Reads the settings that code gives.
 *
 * @param more names of options that are no settings, which are left to the caller
 * @throws SettingsError naming the option and what is allowed
 */
export function parseOptions(options: SettingOptions, more: readonly string[] = []): Settings {
  checkOptions(options, more);
  const webhook = webhookIn(options);
  const defaults = defaultsFor(options);
  return validateSettings((key) => {
    const given = key in webhook ? webhook[key as keyof typeof webhook] : options[key];
    const value = given === undefined ? defaults[key] : given;
    return value === undefined ? null : { name: key, value };
  }, optionName);
}

/** What code calls a setting. */
export function optionName(key: SettingKey): string {
  return key;
}

/** Plain JavaScript is not checked by a compiler. */
function checkOptions(options: unknown, more: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new SettingsError('The options must be an object.');
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(DEFINITIONS, name) && !more.includes(name)) throw unknownOption(name, more);
  }
}

/** The settings that the option `webhook` stands for. */
function webhookIn({ webhook, webhookSecret }: SettingOptions) {
  if (typeof webhook !== 'object' || webhook === null) return {};
  checkNames('webhook', webhook, ['url', 'secret', 'events', 'player_context']);
  return { webhook: webhook.url, webhookSecret: webhook.secret ?? webhookSecret };
}

/**
 * Refuses names that an object inside the options does not have.
 *
 * @throws SettingsError
 */
export function checkNames(option: string, value: object, names: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (names.includes(name)) continue;
    const guess = nearest(name, names);
    const advice = guess === null ? `the names are ${names.join(', ')}` : `did you mean ${guess}?`;
    throw new SettingsError(`unknown ${option}.${name}; ${advice}`);
  }
}

function unknownOption(name: string, more: readonly string[]): SettingsError {
  const advice = suggestion(name, more);
  return new SettingsError(
    `unknown option ${JSON.stringify(name)}; ${advice === null ? 'the README lists the settings' : `did you mean ${advice}?`}`,
  );
}

/** The option that was meant: `seed` is like no option, but it is the flag of `seedFile`. */
function suggestion(name: string, more: readonly string[]): string | null {
  const keys = Object.keys(DEFINITIONS) as SettingKey[];
  const flags = new Map<string, string>(keys.map((key) => [DEFINITIONS[key].flag, key]));
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return nearest(name, [...keys, ...more]) ?? flags.get(nearest(flag, [...flags.keys()]) ?? '') ?? null;
}
