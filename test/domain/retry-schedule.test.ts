import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRetrySchedule,
  MAX_RETRIES,
  MAX_RETRY_DELAY,
  parseRetrySchedule,
  RETRY_PRESETS,
} from '../../src/domain/model/retry-schedule.ts';

const FAST = [1000, 2000, 5000, 10_000, 30_000, 60_000];

describe('a retry schedule', () => {
  const readable: [text: string, delays: number[]][] = [
    ['fast', FAST],
    ['realistic', [5000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000]],
    ['none', []],
    ['1', [1000]],
    [' 0.25, 2,3.5 ', [250, 2000, 3500]],
    ['0', [0]],
    [Array(MAX_RETRIES).fill('1').join(), Array<number>(MAX_RETRIES).fill(1000)],
  ];
  it.each(readable)('is read from "%s" [answers.retry-schedule]', (text, delays) => {
    expect(parseRetrySchedule(text)).toEqual(delays);
  });

  it('called realistic spans what docs/time.md says', () => {
    const seconds = RETRY_PRESETS.realistic.reduce((sum, delay) => sum + delay, 0) / 1000;
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
    const text = readFileSync(new URL('../../docs/time.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
    expect(text).toContain(`spans ${hours} h ${minutes} min and ${seconds % 60} s`);
  });

  const TOO_MANY = Array(MAX_RETRIES + 1)
    .fill('1')
    .join();
  it.each(['', 'slow', '1,,2', '-1', '1e3', '1;2', 'Infinity', 'toString', '1234567890123', TOO_MANY])(
    'is not "%s"',
    (text) => {
      expect(parseRetrySchedule(text)).toBeNull();
    },
  );

  it.each([
    [FAST, 'fast'],
    [[], 'none'],
    [[250, 2000], '0.25,2'],
    [[1], '0.001'],
  ])('%j is written as "%s"', (schedule, text) => {
    expect(formatRetrySchedule(schedule)).toBe(text);
  });

  it('is read back from the text that it is written as', () => {
    const schedules = fc.array(fc.integer({ min: 0, max: MAX_RETRY_DELAY }), { maxLength: MAX_RETRIES });
    fc.assert(
      fc.property(schedules, (schedule) => {
        expect(parseRetrySchedule(formatRetrySchedule(schedule))).toEqual(schedule);
      }),
    );
  });
});
