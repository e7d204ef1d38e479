import { inspect } from 'node:util';
import { DEFINITIONS, type Definition } from './definitions.ts';
import { SettingsError } from './errors.ts';
import type { Kind } from './kinds.ts';
import { EVERY_IPV4_ADDRESS, type Settings } from './settings.ts';

export type SettingKey = keyof Settings;

/** What the caller calls a setting: `--port`, `AGHANIM_PORT` or `port`. */
export type SettingNames = (key: SettingKey) => string;

/** Under which name a setting was given; `null` for one that has its default. */
export type GivenAs = (key: SettingKey) => string | null;

/** What a caller gave for a setting, and the name under which it did: a text to decode or a value. */
export type Given = { readonly name: string } & ({ readonly text: string } | { readonly value: unknown });

/**
 * All settings. This is the only way to them: the command line, the environment and `createEmulator` all come here.
 *
 * @param givenFor `null` for a setting that the caller left out, which then has its default
 * @param names for settings that were left out
 * @throws SettingsError naming the setting and what is allowed
 */
export function validateSettings(givenFor: (key: SettingKey) => Given | null, names: SettingNames): Settings {
  const keys = Object.keys(DEFINITIONS) as SettingKey[];
  const entries = keys.map((key) => [key, settingOf<unknown>(DEFINITIONS[key], givenFor(key))]);
  // The type of DEFINITIONS has a definition of the right type for each key of Settings.
  const settings = Object.fromEntries(entries) as Settings;
  checkTogether(settings, (key) => givenFor(key)?.name ?? names(key));
  return settings.lan ? { ...settings, host: EVERY_IPV4_ADDRESS } : settings;
}

/** @throws SettingsError naming the setting and what is allowed */
export function settingOf<T>({ initial, kind }: Definition<T>, given: Given | null): T {
  if (given) return readGiven(given, kind);
  return typeof initial === 'string' ? readGiven({ name: 'default', text: initial }, kind) : initial.value;
}

/** @throws SettingsError naming what was given and what is allowed */
export function readGiven<T>(given: Given, kind: Kind<T>): T {
  const value = kind.check('text' in given ? kind.decode(given.text) : given.value);
  if (value !== undefined) return value;
  const allowed = 'text' in given ? kind.allowedText : kind.allowed;
  const got = kind.secret ? '' : `, not ${shown('text' in given ? given.text : given.value)}`;
  throw new SettingsError(`${given.name} must be ${allowed}${got}`);
}

const LONGEST_SHOWN = 200;

/** The value on one line, shortened when it is long. */
function shown(value: unknown): string {
  const line =
    typeof value === 'string'
      ? JSON.stringify(value)
      : inspect(value, { depth: 1, breakLength: Infinity, compact: true, maxArrayLength: 10 });
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}

/** The rules that concern several settings. */
function checkTogether(settings: Settings, name: SettingNames): void {
  const { host, lan, s2sKey, liveS2sKey, webhook, webhookSecret, midaspayWebhook, strictHttps } = settings;
  if (lan && host !== DEFINITIONS.host.initial) {
    throw new SettingsError(
      `${name('lan')} listens on loopback and the network, so it can't be combined with ${name('host')}; leave out one of them`,
    );
  }
  if (s2sKey === liveS2sKey)
    throw new SettingsError(`${name('liveS2sKey')} must differ from ${name('s2sKey')}`);
  if (webhookSecret !== null && webhook === null) {
    throw new SettingsError(`${name('webhookSecret')} needs ${name('webhook')}, the URL that it signs for`);
  }
  for (const [key, url] of Object.entries({ webhook, midaspayWebhook })) {
    if (!strictHttps || url === null || new URL(url).protocol === 'https:') continue;
    const setting = name(key as 'webhook' | 'midaspayWebhook');
    throw new SettingsError(`${setting} must be an https:// URL while ${name('strictHttps')} is on`);
  }
}
