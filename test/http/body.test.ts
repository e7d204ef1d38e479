import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonOffset } from '../../src/http/server/json-text.ts';

/** The offsets that Python's `json` reported for these. */
const { json } = JSON.parse(readFileSync(new URL('pydantic-answers.json', import.meta.url), 'utf8')) as {
  json: readonly (readonly [text: string, offset: number])[];
};

const MORE: readonly (readonly [text: string, offset: number])[] = [
  ['{"a":1, }', 8],
  ['{ 5}', 2],
  ['{"a"  :', 7],
  ['{"a": "\u007f\u0085"x}', 10],
  ['["\\uD83D\\uZZZZ"]', 9],
  ['{"a":"\\uD83D"x}', 13],
  ['\u000b1', 0],
];

describe('the offset of a mistake in JSON', () => {
  it.each([...json, ...MORE])(
    'is where Python sees it: %j at %i [requests.malformed-json]',
    (text, offset) => {
      expect(jsonOffset(text.replace(/^\uFEFF/, ''))).toBe(offset);
    },
  );

  it('is found for every way to cut a document short', () => {
    const text = JSON.stringify({ a: [1.5e3, 'b\n"', { c: null, d: [true, {}] }], 'é🎮': -0.1 });
    for (let end = 0; end < text.length; end += 1) {
      expect(jsonOffset(text.slice(0, end))).toBeLessThanOrEqual(end);
    }
    expect(jsonOffset(text)).toBe(Array.from(text).length);
  });
});
