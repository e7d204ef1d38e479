import type { ValidationDetail } from './problems.ts';

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENING = new Set(['{'.charCodeAt(0), '['.charCodeAt(0)]);
const CLOSING = new Set(['}'.charCodeAt(0), ']'.charCodeAt(0)]);

/** How deeply lists and objects are nested in a JSON text, found without parsing it. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isText = !isText;
    else if (isText) at += code === BACKSLASH ? 1 : 0;
    else if (OPENING.has(code)) deepest = Math.max(deepest, (depth += 1));
    else if (CLOSING.has(code)) depth -= 1;
  }
  return deepest;
}

const SUSPECT = /\\u(?:0000|d[89a-f])/i;

/**
 * Invalid strings that JSON can contain: half a surrogate pair, which pydantic refuses too, and NUL, which databases
 * refuse. `text` is the JSON of `value`.
 */
export function textFaults(text: string, value: unknown): readonly ValidationDetail[] {
  return SUSPECT.test(text) ? faultsIn(value, ['body']) : [];
}

function faultsIn(value: unknown, loc: ValidationDetail['loc']): readonly ValidationDetail[] {
  if (typeof value === 'string') return faultOf(value, loc);
  if (Array.isArray(value)) return value.flatMap((one, index) => faultsIn(one, [...loc, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const name = key.replace(/[\0\p{Cs}]/gu, '\uFFFD');
    return [...faultOf(key, [...loc, name]), ...faultsIn(one, [...loc, name])];
  });
}

function faultOf(text: string, loc: ValidationDetail['loc']): readonly ValidationDetail[] {
  if (/\p{Cs}/u.test(text)) {
    const msg = 'Input should be a valid string, unable to parse raw data as a unicode string';
    return [{ loc, msg, type: 'string_unicode' }];
  }
  if (!text.includes('\0')) return [];
  return [{ loc, msg: 'Input should be a text without NUL characters', type: 'value_error' }];
}

/** Ends the reading of a text at the position of a mistake. */
class Mistake extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`mistake at ${at}`);
    this.at = at;
  }
}

/**
 * The position at which a text stops being valid JSON, in characters (not UTF-16 units): the offset that Python's
 * `json` reports and FastAPI returns. For valid JSON, its length.
 */
export function jsonOffset(text: string): number {
  return Array.from(text.slice(0, mistakeIn(text))).length;
}

function mistakeIn(text: string): number {
  try {
    return afterSpace(text, afterValue(text, afterSpace(text, 0)));
  } catch (error) {
    if (error instanceof Mistake) return error.at;
    throw error;
  }
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function afterSpace(text: string, at: number): number {
  return match(/[ \t\n\r]*/y, text, at);
}

function afterValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return afterString(text, at);
  if (first === '{') return afterObject(text, at);
  if (first === '[') return afterList(text, at);
  const end = match(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y, text, at);
  if (end === -1) throw new Mistake(at);
  return end;
}

function afterList(text: string, start: number): number {
  let at = afterSpace(text, start + 1);
  if (text[at] === ']') return at + 1;
  for (;;) {
    at = afterSpace(text, afterValue(text, at));
    if (text[at] === ']') return at + 1;
    if (text[at] !== ',') throw new Mistake(at);
    at = afterSpace(text, at + 1);
  }
}

function afterObject(text: string, start: number): number {
  let at = afterSpace(text, start + 1);
  if (text[at] === '}') return at + 1;
  for (;;) {
    at = afterField(text, at);
    if (text[at] === '}') return at + 1;
    if (text[at] !== ',') throw new Mistake(at);
    at = afterSpace(text, at + 1);
  }
}

function afterField(text: string, start: number): number {
  if (text[start] !== '"') throw new Mistake(start);
  const colon = afterSpace(text, afterString(text, start));
  if (text[colon] !== ':') throw new Mistake(colon);
  return afterSpace(text, afterValue(text, afterSpace(text, colon + 1)));
}

/** A string without an end is reported at its start. */
function afterString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    at = match(/[^"\\\p{Cc}]*/uy, text, at);
    if (at >= text.length) throw new Mistake(start);
    if (text[at] === '"') return at + 1;
    at = text[at] === '\\' ? afterEscape(text, at, start) : afterControl(text, at);
  }
}

function afterControl(text: string, at: number): number {
  // \p{Cc} has the C1 controls too, which JSON allows.
  if (text.charCodeAt(at) < 0x20) throw new Mistake(at);
  return at + 1;
}

function afterEscape(text: string, at: number, start: number): number {
  const letter = text[at + 1];
  if (letter === undefined) throw new Mistake(start);
  if (letter !== 'u') {
    if (!'"\\/bfnrt'.includes(letter)) throw new Mistake(at);
    return at + 2;
  }
  const end = match(/[\da-fA-F]{4}/y, text, at + 2);
  if (end === -1) throw new Mistake(at + 1);
  return end;
}
