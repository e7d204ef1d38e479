import type { Fault } from '../domain/errors.ts';

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENING = new Set(['{'.charCodeAt(0), '['.charCodeAt(0)]);
const CLOSING = new Set(['}'.charCodeAt(0), ']'.charCodeAt(0)]);

/** How deep lists and objects stand inside each other in a JSON text, found without parsing it. */
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
 * Strings that JSON can write but that are no text: half a surrogate pair, which pydantic refuses too, and
 * NUL, which databases do. `text` is what `value` was parsed from.
 */
export function textFaults(text: string, value: unknown): readonly Fault[] {
  return SUSPECT.test(text) ? faultsIn(value, ['body']) : [];
}

function faultsIn(value: unknown, loc: Fault['loc']): readonly Fault[] {
  if (typeof value === 'string') return faultOf(value, loc);
  if (Array.isArray(value)) return value.flatMap((one, index) => faultsIn(one, [...loc, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const name = key.replace(/[\0\p{Cs}]/gu, '\uFFFD');
    return [...faultOf(key, [...loc, name]), ...faultsIn(one, [...loc, name])];
  });
}

function faultOf(text: string, loc: Fault['loc']): readonly Fault[] {
  if (/\p{Cs}/u.test(text)) {
    const msg = 'Input should be a valid string, unable to parse raw data as a unicode string';
    return [{ loc, msg, type: 'string_unicode' }];
  }
  if (!text.includes('\0')) return [];
  return [{ loc, msg: 'Input should be a text without NUL characters', type: 'value_error' }];
}
