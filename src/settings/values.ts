import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { COUNTRIES } from '../domain/money/countries.ts';
import { SettingsError } from './errors.ts';

/** What a setting may be: how to read its text, and the words for what is allowed. */
export interface Values<T> {
  /** Completes the sentence "--flag must be …". */
  readonly allowed: string;
  /** Secret texts are not repeated in messages. */
  readonly secret?: boolean;
  /** The value, or `undefined` when the text is not allowed. */
  read(text: string): T | undefined;
}

/** @throws SettingsError naming `source`, a flag or an environment variable, when the text is not allowed. */
export function readValue<T>(source: string, text: string, values: Values<T>): T {
  const value = values.read(text);
  if (value !== undefined) return value;
  const got = values.secret ? '' : `, not ${JSON.stringify(text)}`;
  throw new SettingsError(`${source} must be ${values.allowed}${got}`);
}

interface Range {
  readonly min: number;
  readonly max: number;
}

export function wholeNumber({ min, max }: Range): Values<number> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    read: (text) => (/^\d+$/.test(text) ? inRange(Number(text), { min, max }) : undefined),
  };
}

export function percentage(): Values<number> {
  return {
    allowed: 'a percentage from 0 to 100',
    read: (text) => inRange(decimal(text), { min: 0, max: 100 }),
  };
}

const UNITS = { seconds: 1000, hours: 3_600_000 };

/** A duration written in `unit`, fractions allowed, read as milliseconds; the range is in that unit. */
export function duration(unit: keyof typeof UNITS, { min, max }: Range): Values<number> {
  return {
    allowed: `a number of ${unit} from ${min} to ${max}`,
    read(text) {
      const amount = inRange(decimal(text), { min, max });
      return amount === undefined ? undefined : Math.round(amount * UNITS[unit]);
    },
  };
}

export function oneOf<const Name extends string>(names: readonly Name[]): Values<Name> {
  return {
    allowed: `one of ${names.join(', ')}`,
    read: (text) => names.find((name) => name === text),
  };
}

const YES = new Set(['1', 'true', 'on', 'yes']);
const NO = new Set(['0', 'false', 'off', 'no']);

export function yesOrNo(): Values<boolean> {
  return {
    allowed: 'on or off (or 1, true, yes; 0, false, no)',
    read(text) {
      const word = text.toLowerCase();
      return YES.has(word) ? true : NO.has(word) ? false : undefined;
    },
  };
}

/** `off`, read as `null`, or what `values` allow. */
export function orOff<T>(values: Values<T>): Values<T | null> {
  return {
    allowed: `off or ${values.allowed}`,
    read: (text) => (text === 'off' ? null : values.read(text)),
  };
}

export function words(allowed: string): Values<string> {
  return { allowed, read: (text) => (text.trim() === '' ? undefined : text) };
}

/** An S2S key: it travels in a Bearer header, and as the user name of Basic authentication. */
export function apiKey(): Values<string> {
  return {
    allowed: 'a key of printable ASCII letters without spaces and colons',
    secret: true,
    read: (text) => (/^[!-9;-~]+$/.test(text) ? text : undefined),
  };
}

export function secretText(): Values<string> {
  return { ...words('a secret that is not empty'), secret: true };
}

function decimal(text: string): number {
  return /^(\d+|\d*\.\d+)$/.test(text) ? Number(text) : NaN;
}

function inRange(value: number, { min, max }: Range): number | undefined {
  return value >= min && value <= max ? value : undefined;
}

/** A path, read as an absolute one. */
export function path(allowed: string): Values<string> {
  return { allowed, read: (text) => (text.trim() === '' ? undefined : resolve(text)) };
}

export function host(): Values<string> {
  return { allowed: 'an IP address or a host name, without a port', read: readHost };
}

export function hostList(): Values<readonly string[]> {
  return {
    allowed: 'host names separated by commas, without ports',
    read(text) {
      const hosts = text.split(',').map((part) => readHost(part.trim())?.toLowerCase());
      return hosts.every((name) => name !== undefined) ? hosts : undefined;
    },
  };
}

export function webUrl(): Values<string> {
  return {
    allowed: 'an http:// or https:// URL',
    read: (text) => (readWebUrl(text) ? text : undefined),
  };
}

/** An http(s) URL of a whole host, read without its trailing slash. */
export function origin(): Values<string> {
  return {
    allowed: 'an http:// or https:// URL without a path',
    read(text) {
      const url = readWebUrl(text);
      if (url === null) return undefined;
      return url.href === `${url.origin}/` ? url.origin : undefined;
    },
  };
}

/** In use everywhere, although ISO 3166-1 leaves it to its users. */
const KOSOVO = 'XK';

export function country(): Values<string> {
  return {
    allowed: 'an ISO 3166-1 country code of two capital letters, such as US',
    read: (text) => (COUNTRIES.includes(text) || text === KOSOVO ? text : undefined),
  };
}

function readHost(text: string): string | undefined {
  return isIP(text) !== 0 || /^[\w-]+(\.[\w-]+)*$/.test(text) ? text : undefined;
}

function readWebUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : null;
}
