import { describe, expect, it } from 'vitest';
import { randomIds } from '../../src/app/ids.ts';

describe('random ids', () => {
  const ids = randomIds();

  it.each([0, 1, 11, 64, 500])('have %i characters if so many are asked for', (length) => {
    expect(ids.base62(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
  });

  it('have each character as often as any other', () => {
    const perCharacter = 10_000;
    const counts = new Map<string, number>();
    for (const character of ids.base62(62 * perCharacter)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    // More than ten standard deviations to either side.
    expect(Math.min(...counts.values())).toBeGreaterThan(0.9 * perCharacter);
    expect(Math.max(...counts.values())).toBeLessThan(1.1 * perCharacter);
  });

  it('differ', () => {
    const made = Array.from({ length: 10_000 }, () => ids.base62(11));
    expect(new Set(made).size).toBe(made.length);
  });

  it('of digits do not begin with zero', () => {
    for (let n = 0; n < 1000; n += 1) expect(ids.digits(12)).toMatch(/^[1-9]\d{11}$/);
  });
});
