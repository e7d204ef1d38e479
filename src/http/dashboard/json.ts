/** The same JSON with line breaks; `null` when it is no JSON. */
export function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** A value for people: texts as they are, everything else as JSON with line breaks, nothing for `null`. */
export function shownJson(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** A piece of JSON and what it is, for its colour. */
export interface JsonToken {
  readonly text: string;
  readonly kind: 'key' | 'text' | 'digits' | 'word' | 'mark';
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)|([^"\d\-tfn]+|.)/gs;

/** More than that is shown in one colour, because each token is an element of the page. */
const MAX_COLOURED = 20_000;

/** JSON with line breaks, piece by piece; `null` when it is no JSON, or long. */
export function jsonTokens(text: string): readonly JsonToken[] | null {
  const pretty = prettyJson(text);
  if (pretty === null || pretty.length > MAX_COLOURED) return null;
  return [...pretty.matchAll(TOKEN)].map(([whole, quoted, colon, number, word]): JsonToken => {
    if (quoted !== undefined) return { text: whole, kind: colon === undefined ? 'text' : 'key' };
    if (number !== undefined) return { text: whole, kind: 'digits' };
    return { text: whole, kind: word === undefined ? 'mark' : 'word' };
  });
}
