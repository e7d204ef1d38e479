import type { SeededRandom } from '../crash/random.ts';

/** Returns one of several values. */
export function oneOf<T>(random: SeededRandom, values: readonly [T, ...T[]]): T {
  return values[random.below(values.length)] ?? values[0];
}

/** Names that objects inherit, that other languages choke on, or that are merely odd. */
export const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'length',
  '',
  ' ',
  '0',
  '-1',
  'items.0.sku',
  'a[b]',
  '\u0000',
  '\u2028',
  'ключ',
  'k'.repeat(255),
  'k'.repeat(300),
] as const;

const WORDS = [
  '',
  ' ',
  'null',
  'undefined',
  'true',
  '-0',
  '1e999',
  '0x10',
  '١٢٣',
  'NaN',
  'Infinity',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '<%= process.exit() %>',
  "' OR 1=1 --",
  '${7*7}',
  '%s%n%x',
  '%00',
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066',
  '👩‍👩‍👧‍👦',
  'ﷺ',
  'İıſ',
  '4242424242424242',
  '4111 1111 1111 1111',
  'http://a b/',
  'http://127.0.0.1:99999/',
  'http://[::1',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://user:pw@127.0.0.1:1/',
  'http://169.254.169.254/',
  '2024-02-30T25:61:61Z',
  '-271821-04-20T00:00:00Z',
] as const;

/** A text: odd, long, or of digits that a careless expression would read for minutes. */
export function hostileText(random: SeededRandom): string {
  if (random.chance(90)) return oneOf(random, WORDS);
  const length = oneOf(random, [100, 1000, 10_000, 99_999, 100_001, 120_000]);
  return oneOf(random, ['9', 'a', ' ', '\\', '"', '\u0000', '🂡', '1,', '.', '-', '%', '/', '0x']).repeat(
    length,
  );
}

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '0.1',
  '1e-9',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '-9007199254740993',
  '8640000000001',
  '-8640000000001',
  '1e21',
  '1e308',
  '-1e308',
  '1e999',
  '4242424242424242',
  '1'.repeat(400),
  '0.' + '0'.repeat(400) + '1',
] as const;

/** JSON as text, because no value stands for `1e999`, a lone surrogate or a repeated name. */
export function hostileJson(random: SeededRandom, depth = 0): string {
  const kind = random.below(depth > 4 ? 4 : 7);
  if (kind === 0) return oneOf(random, ['null', 'true', 'false']);
  if (kind === 1) return oneOf(random, NUMBERS);
  if (kind <= 3) return JSON.stringify(hostileText(random));
  const size = random.below(5);
  const inner = Array.from({ length: size }, () => hostileJson(random, depth + 1));
  if (kind === 4) return `[${inner.join(',')}]`;
  return `{${inner.map((value) => `${JSON.stringify(oneOf(random, KEYS))}:${value}`).join(',')}}`;
}

/** Bodies that take up to 1 MiB, each of a shape that was slow, deep or many-faulted for some parser. */
export function largeJson(random: SeededRandom): string {
  const size = oneOf(random, [1000, 20_000, 110_000, 340_000]);
  const shape = random.below(9);
  if (shape === 0) return '['.repeat(size) + ']'.repeat(size);
  if (shape === 1) return '{"a":'.repeat(Math.min(size, 170_000)) + '1' + '}'.repeat(Math.min(size, 170_000));
  if (shape === 2) return `{"player_id":"p","items":[${'{},'.repeat(size).slice(0, -1)}]}`;
  if (shape === 3) return `{"player_id":"p","items":[${'1,'.repeat(size).slice(0, -1)}]}`;
  if (shape === 4)
    return `{"player_id":"p","items":[{"sku":"${'9'.repeat(size)}"}],"price_decimal":"${'9'.repeat(size)}"}`;
  if (shape === 5) return `{"player_id":"p","metadata":{${fields(Math.min(size, 20_000), 20)}}}`;
  if (shape === 6) return `{"attributes":{${fields(Math.min(size, 2000), 300)}}}`;
  if (shape === 7) return `{"events":[${'"item.add",'.repeat(Math.min(size, 90_000)).slice(0, -1)}]}`;
  return JSON.stringify({ url: 'x'.repeat(size), description: '\u0000'.repeat(Math.min(size, 150_000)) });
}

function fields(count: number, length: number): string {
  const name = 'n'.repeat(length);
  return Array.from({ length: count }, (_, number) => `"${name}${number}":${number}`).join(',');
}
