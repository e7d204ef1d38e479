import { describe, expect, it } from 'vitest';
import { parseSchedule, seededJitter } from '../../src/delivery/engine/retry.ts';

describe('a schedule', () => {
  const readable: [text: string, delays: number[]][] = [
    ['fast', [1000, 2000, 5000, 10_000, 30_000, 60_000]],
    ['realistic', [5000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000]],
    ['none', []],
    ['1', [1000]],
    [' 0.25, 2,3.5 ', [250, 2000, 3500]],
    ['0', [0]],
  ];
  it.each(readable)('is read from "%s" [answers.retry-schedule]', (text, delays) => {
    expect(parseSchedule(text)).toEqual(delays);
  });

  it.each(['', 'slow', '1,,2', '-1', '1e3', '1;2', 'Infinity', 'toString', '1234567890123'])(
    'is refused as "%s", with the allowed values',
    (text) => {
      expect(() => parseSchedule(text)).toThrow(
        /fast, realistic, none, or delays in seconds such as 1,2\.5,60/,
      );
    },
  );
});

describe('jitter', () => {
  const delays = Array.from({ length: 1000 }, () => 1000);

  it('is the same for the same seed and differs for another', () => {
    expect(delays.map(seededJitter(7))).toEqual(delays.map(seededJitter(7)));
    expect(delays.map(seededJitter(7))).not.toEqual(delays.map(seededJitter(8)));
  });

  it('lengthens delays by no more than its share, and spreads them over it', () => {
    const changed = delays.map(seededJitter(1, 0.5));
    expect(Math.min(...changed)).toBeGreaterThanOrEqual(1000);
    expect(Math.min(...changed)).toBeLessThan(1010);
    expect(Math.max(...changed)).toBeLessThanOrEqual(1500);
    expect(Math.max(...changed)).toBeGreaterThan(1490);
  });
});
