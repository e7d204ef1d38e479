import { isIP } from 'node:net';
import { resolve } from 'node:path';
import {
  formatRetrySchedule,
  MAX_RETRIES,
  MAX_RETRY_DELAY,
  parseRetrySchedule,
  RETRY_PRESET_NAMES,
  RETRY_SCHEDULE_NOTATION,
  type RetrySchedule,
} from '../domain/model/retry-schedule.ts';
import { COUNTRIES } from '../domain/money/countries.ts';

/**
 * What a setting accepts. A text of the command line or the environment is decoded into the value that code would
 * give, and one check judges both.
 */
export interface Kind<T> {
  /** Completes the sentence "port must be …" for a value given in code. */
  readonly allowed: string;
  /** Completes the sentence "--port must be …" for a text. */
  readonly allowedText: string;
  /** Secret values are not repeated in messages. */
  readonly secret?: boolean;
  /** The value that a text stands for; `undefined` when the text is not in the right notation. */
  decode(text: string): unknown;
  /** The value in its normalised form; `undefined` when it is not allowed. */
  check(value: unknown): T | undefined;
  /** The text that stands for a value: `decode` and `check` give the value again. */
  format(value: T): string;
  /** The texts of which a form offers one, where there are few. */
  readonly choices?: readonly string[];
}

interface Range {
  readonly min: number;
  readonly max: number;
}

export function wholeNumber({ min, max }: Range): Kind<number> {
  const allowed = `a whole number from ${min} to ${max}`;
  return {
    allowed,
    allowedText: allowed,
    decode: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
    check: (value) => (Number.isInteger(value) ? inRange(value, { min, max }) : undefined),
    format: String,
  };
}

export function percentage(): Kind<number> {
  const allowed = 'a percentage from 0 to 100';
  return {
    allowed,
    allowedText: allowed,
    decode: decimal,
    check: (value) => inRange(value, { min: 0, max: 100 }),
    format: String,
  };
}

const UNITS = { seconds: 1000, hours: 3_600_000 };

/** A duration in milliseconds, written as text in `unit`; the range is in `unit`. */
export function duration(unit: keyof typeof UNITS, { min, max }: Range): Kind<number> {
  const range = { min: min * UNITS[unit], max: max * UNITS[unit] };
  return {
    allowed: `a number of milliseconds from ${range.min} to ${range.max}`,
    allowedText: `a number of ${unit} from ${min} to ${max}`,
    decode(text) {
      const amount = decimal(text);
      return amount === undefined ? undefined : amount * UNITS[unit];
    },
    check(value) {
      const milliseconds = inRange(value, range);
      return milliseconds === undefined ? undefined : Math.round(milliseconds);
    },
    format: (value) => String(value / UNITS[unit]),
  };
}

export function oneOf<const Name extends string>(names: readonly Name[]): Kind<Name> {
  const kind = text(`one of ${names.join(', ')}`, (value) => names.find((name) => name === value));
  return { ...kind, choices: names };
}

const YES = new Set(['1', 'true', 'on', 'yes']);
const NO = new Set(['0', 'false', 'off', 'no']);

export function yesOrNo(): Kind<boolean> {
  return {
    allowed: 'true or false',
    allowedText: 'on or off (or 1, true, yes; 0, false, no)',
    decode(text) {
      const word = text.toLowerCase();
      return YES.has(word) ? true : NO.has(word) ? false : undefined;
    },
    check: (value) => (typeof value === 'boolean' ? value : undefined),
    format: (value) => (value ? 'on' : 'off'),
    choices: ['on', 'off'],
  };
}

/** `null`, written as `off`, or what `kind` accepts. */
export function orOff<T>(kind: Kind<T>): Kind<T | null> {
  return {
    ...orNull(kind),
    allowedText: `off or ${kind.allowedText}`,
    decode: (text) => (text === 'off' ? null : kind.decode(text)),
    format: (value) => (value === null ? 'off' : kind.format(value)),
  };
}

/** What `kind` accepts, or `null`, which has no text: the setting is left out. */
export function orNull<T>(kind: Kind<T>): Kind<T | null> {
  return {
    ...kind,
    allowed: `null or ${kind.allowed}`,
    check: (value) => (value === null ? null : kind.check(value)),
    format: (value) => (value === null ? '' : kind.format(value)),
  };
}

/** An S2S key: it is sent in a Bearer header and as the user name of Basic authentication. */
export function apiKey(): Kind<string> {
  return {
    ...text('a key of printable ASCII characters without spaces and colons', (value) =>
      /^[!-9;-~]+$/.test(value) ? value : undefined,
    ),
    secret: true,
  };
}

export function secretText(): Kind<string> {
  return {
    ...text('a secret that is not empty', (value) => (value.trim() === '' ? undefined : value)),
    secret: true,
  };
}

/** An id that can stand between quotes in a header. */
export function identifier(): Kind<string> {
  return text('at most 64 letters, digits, dots, dashes and underscores', (value) =>
    /^[\w.-]{1,64}$/.test(value) ? value : undefined,
  );
}

/** A path; a relative one is resolved from the working directory. */
export function path(): Kind<string> {
  return text('a path', (value) => (value.trim() === '' ? undefined : resolve(value)));
}

export function host(): Kind<string> {
  return text('an IP address or a host name, without a port', readHost);
}

export function hostList(): Kind<readonly string[]> {
  return {
    allowed: 'a list of host names without ports',
    allowedText: 'host names separated by commas, without ports',
    decode: (text) => text.split(',').map((part) => part.trim()),
    check: (value) => (Array.isArray(value) ? allOrNone(value, readHostName) : undefined),
    format: (value) => value.join(','),
  };
}

function readHostName(value: unknown): string | undefined {
  return typeof value === 'string' ? readHost(value)?.toLowerCase() : undefined;
}

export function webUrl(): Kind<string> {
  return text('an http:// or https:// URL', (value) => (readWebUrl(value) ? value : undefined));
}

/** An http(s) URL of a whole host, without its trailing slash. */
export function origin(): Kind<string> {
  return text('an http:// or https:// URL without a path', readOrigin);
}

export function originList(): Kind<readonly string[]> {
  return {
    allowed: 'a list of http:// or https:// URLs without a path',
    allowedText: 'http:// or https:// URLs without a path, separated by commas',
    decode: (text) => text.split(',').map((part) => part.trim()),
    check: (value) =>
      Array.isArray(value)
        ? allOrNone(value, (one) => (typeof one === 'string' ? readOrigin(one) : undefined))
        : undefined,
    format: (value) => value.join(','),
  };
}

function readOrigin(value: string): string | undefined {
  const url = readWebUrl(value);
  return url?.href === `${url?.origin ?? ''}/` ? url.origin : undefined;
}

/** In use everywhere, although ISO 3166-1 leaves it to its users. */
const KOSOVO = 'XK';

export function country(): Kind<string> {
  return text('an ISO 3166-1 country code of two capital letters, such as US', (value) =>
    COUNTRIES.includes(value) || value === KOSOVO ? value : undefined,
  );
}

/** A list of delays in milliseconds, or a text in the notation of `--retry-schedule`. */
export function retrySchedule(): Kind<RetrySchedule> {
  return {
    allowed: `${RETRY_PRESET_NAMES.join(', ')} or a list of at most ${MAX_RETRIES} delays in milliseconds`,
    allowedText: RETRY_SCHEDULE_NOTATION,
    decode: (text) => text,
    check(value) {
      if (typeof value === 'string') return parseRetrySchedule(value) ?? undefined;
      return Array.isArray(value) && value.length <= MAX_RETRIES ? allOrNone(value, readDelay) : undefined;
    },
    format: formatRetrySchedule,
  };
}

function readDelay(value: unknown): number | undefined {
  return Number.isInteger(value) ? inRange(value, { min: 0, max: MAX_RETRY_DELAY }) : undefined;
}

function text<T extends string>(allowed: string, read: (value: string) => T | undefined): Kind<T> {
  return {
    allowed,
    allowedText: allowed,
    decode: (value) => value,
    check: (value) => (typeof value === 'string' ? read(value) : undefined),
    format: (value) => value,
  };
}

function allOrNone<T>(
  values: readonly unknown[],
  read: (value: unknown) => T | undefined,
): readonly T[] | undefined {
  const results = Array.from(values, read);
  return results.every((result) => result !== undefined) ? results : undefined;
}

function decimal(text: string): number | undefined {
  return /^(\d+|\d*\.\d+)$/.test(text) ? Number(text) : undefined;
}

function inRange(value: unknown, { min, max }: Range): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

function readHost(text: string): string | undefined {
  return isIP(text) !== 0 || /^[\w-]+(\.[\w-]+)*$/.test(text) ? text : undefined;
}

function readWebUrl(text: string): URL | null {
  return /^https?:\/\/[^/?#\s]/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}
