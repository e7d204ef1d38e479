import { Invalid, type Fault } from '../domain/model/errors.ts';
import { DEFINITIONS, environmentName, type Definition } from './definitions.ts';
import { SettingsError } from './errors.ts';
import type { Settings } from './settings.ts';
import { settingOf, validateSettings, type Given, type GivenAs, type SettingKey } from './validate.ts';

/** Where the value of a setting comes from. */
export type SettingSource = 'flag' | 'environment' | 'option' | 'default' | 'changed';

/** A setting as people see it. Its value is a text in the notation of its flag. */
export interface SettingState {
  /** The flag with underscores: `keep_orders`. */
  readonly name: string;
  readonly flag: string;
  /** What follows the flag in `--help`, which may be a unit; `null` for a switch. */
  readonly placeholder: string | null;
  readonly environment: string;
  readonly about: string;
  /** What it accepts, for people. */
  readonly allowed: string;
  readonly choices: readonly string[];
  /** `null` for a secret that is set; empty for none. */
  readonly value: string | null;
  /** The same at the start. */
  readonly started: string | null;
  readonly source: SettingSource;
  readonly isFixed: boolean;
}

/** A new value in the notation of the flag; `null` goes back to that of the start. */
export type SettingChange = string | number | boolean | null;

const KEYS = Object.keys(DEFINITIONS) as SettingKey[];

/** The settings of a process, which can change while it runs. A change does not survive a restart. */
export class RunTimeSettings {
  /** Reads the present values: a caller that keeps it sees each change. */
  readonly live: Settings;
  readonly #started: Settings;
  readonly #givenAs: GivenAs;
  readonly #listeners: ((settings: Settings) => void)[] = [];
  #changes: ReadonlyMap<SettingKey, Given> = new Map();
  #current: Settings;

  /** @param givenAs where the settings of the start come from */
  constructor(started: Settings, givenAs: GivenAs = () => null) {
    this.#started = started;
    this.#current = started;
    this.#givenAs = givenAs;
    this.live = this.#liveView();
  }

  /** All settings, in the order of `--help`. */
  all(): readonly SettingState[] {
    return KEYS.map((key) => this.#stateOf(key));
  }

  /**
   * Changes settings, all or none, by the same rules as at a start.
   *
   * @param changes by name
   * @throws Invalid with a fault at each name that is unknown, fixed or has a value that is not allowed
   */
  change(changes: Readonly<Record<string, SettingChange>>): void {
    const faults: Fault[] = [];
    const next = new Map(this.#changes);
    for (const [name, value] of Object.entries(changes)) {
      try {
        const key = keyNamed(name);
        if (value === null) next.delete(key);
        else next.set(key, givenIn(key, value));
      } catch (error) {
        faults.push(faultAt([name], error));
      }
    }
    if (faults.length > 0) throw new Invalid(faults);
    const [first, ...others] = Object.keys(changes);
    try {
      this.#current = validateSettings((key) => next.get(key) ?? this.#startedAs(key), flagOf);
    } catch (error) {
      throw new Invalid([faultAt(first === undefined || others.length > 0 ? [] : [first], error)]);
    }
    this.#changes = next;
    for (const listener of this.#listeners) listener(this.#current);
  }

  /** Calls `listener` after each change. */
  onChange(listener: (settings: Settings) => void): void {
    this.#listeners.push(listener);
  }

  /** With `lan`, the host follows from it. */
  #startedAs(key: SettingKey): Given | null {
    if (key === 'host' && this.#started.lan) return null;
    return { name: flagOf(key), value: this.#started[key] };
  }

  #stateOf(key: SettingKey): SettingState {
    const { flag, placeholder, about, isFixed, kind }: Definition = DEFINITIONS[key];
    return {
      name: nameOf(key),
      flag: `--${flag}`,
      placeholder,
      environment: environmentName(flag),
      about,
      allowed: kind.allowedText,
      choices: kind.choices ?? [],
      value: shown(key, this.#current),
      started: shown(key, this.#started),
      source: this.#sourceOf(key),
      isFixed: isFixed === true,
    };
  }

  #sourceOf(key: SettingKey): SettingSource {
    if (this.#changes.has(key)) return 'changed';
    const name = this.#givenAs(key);
    if (name === null) return 'default';
    return name.startsWith('--') ? 'flag' : name.startsWith('AGHANIM_') ? 'environment' : 'option';
  }

  #liveView(): Settings {
    const properties = KEYS.map((key) => [key, { enumerable: true, get: () => this.#current[key] }] as const);
    return Object.defineProperties({}, Object.fromEntries(properties)) as Settings;
  }
}

/** The names of the settings that can change at run time, with what they mean. */
export function changeableSettings(): readonly { readonly name: string; readonly about: string }[] {
  return KEYS.filter((key) => !isFixed(key)).map((key) => ({
    name: nameOf(key),
    about: DEFINITIONS[key].about,
  }));
}

function isFixed(key: SettingKey): boolean {
  const { isFixed: fixed }: Definition = DEFINITIONS[key];
  return fixed === true;
}

function nameOf(key: SettingKey): string {
  return DEFINITIONS[key].flag.replaceAll('-', '_');
}

function flagOf(key: SettingKey): string {
  return `--${DEFINITIONS[key].flag}`;
}

/** @throws SettingsError */
function keyNamed(name: string): SettingKey {
  const key = KEYS.find((one) => nameOf(one) === name);
  if (key === undefined) throw new SettingsError(`There is no setting ${JSON.stringify(name.slice(0, 100))}`);
  if (isFixed(key)) throw new SettingsError(`${flagOf(key)} is fixed while the emulator runs: restart it`);
  return key;
}

/** @throws SettingsError */
function givenIn(key: SettingKey, value: string | number | boolean): Given {
  const { kind, ...definition }: Definition = DEFINITIONS[key];
  const name = flagOf(key);
  const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value).trim();
  // A setting that may have no value is left out at a start. Here `none` says so.
  const isNone = text === 'none' && kind.check(null) === null;
  const given = isNone ? { name, value: null } : { name, text };
  settingOf({ kind, ...definition }, given);
  return given;
}

function shown(key: SettingKey, settings: Settings): string | null {
  const { kind }: Definition = DEFINITIONS[key];
  const text = kind.format(settings[key]);
  return kind.secret === true && text !== '' ? null : text;
}

function faultAt(path: readonly string[], error: unknown): Fault {
  if (!(error instanceof SettingsError)) throw error;
  return { path, code: 'invalid_setting', message: `${error.message}.` };
}
