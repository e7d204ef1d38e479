import { describe, expect, it } from 'vitest';
import { nextAttemptAt, retryAfter, seededJitter } from '../../src/delivery/engine/retry.ts';
import type { AttemptResponse } from '../../src/delivery/ports.ts';
import { anAttemptRequest } from './attempts.ts';

const NOW = Date.UTC(2030, 0, 1, 12);

function aResponse(status: number, headers: Record<string, string> = {}): AttemptResponse {
  return { status, headers, body: '', encoding: 'utf8', bodyBytes: 0, truncated: false };
}

describe('the next attempt', () => {
  const failed = { verdict: 'failed', response: aResponse(500) } as const;

  it('follows the schedule at the number of tries', () => {
    const at = (tries: number) =>
      nextAttemptAt(anAttemptRequest({ retrySchedule: [10, 20], tries }), failed, NOW);
    expect([at(0), at(1), at(2)]).toEqual([NOW + 10, NOW + 20, null]);
  });

  it.each(['delivered', 'declined'] as const)(
    'is not made after "%s" [answers.declined-is-final]',
    (verdict) => {
      expect(
        nextAttemptAt(anAttemptRequest({ retrySchedule: [10] }), { verdict, response: aResponse(400) }, NOW),
      ).toBeNull();
    },
  );

  it('is postponed by Retry-After, by at most an hour, and never brought forward [answers.retry-after]', () => {
    const at = (seconds: string) => {
      const result = { verdict: 'failed', response: aResponse(503, { 'retry-after': seconds }) } as const;
      return nextAttemptAt(anAttemptRequest({ retrySchedule: [5000] }), result, NOW);
    };
    expect(at('7')).toBe(NOW + 7000);
    expect(at('1')).toBe(NOW + 5000);
    expect(at('999999999999')).toBe(NOW + 3_600_000);
  });

  it('is not made for Retry-After alone', () => {
    const result = { verdict: 'failed', response: aResponse(503, { 'retry-after': '1' }) } as const;
    expect(nextAttemptAt(anAttemptRequest({ retrySchedule: [] }), result, NOW)).toBeNull();
  });

  it('is delayed by jitter', () => {
    expect(nextAttemptAt(anAttemptRequest({ retrySchedule: [10] }), failed, NOW, (delay) => delay * 2)).toBe(
      NOW + 20,
    );
  });
});

describe('Retry-After', () => {
  const cases: [status: number, value: string, ms: number][] = [
    [429, '120', 120_000],
    [503, ' 3 ', 3000],
    [503, 'Tue, 01 Jan 2030 12:00:30 GMT', 30_000],
    [503, 'Tue, 01 Jan 2030 11:00:00 GMT', 0],
    [503, 'soon', 0],
    [503, '-5', 0],
    [500, '120', 0],
    [301, '120', 0],
  ];
  it.each(cases)('of %i "%s" asks for %i ms', (status, value, ms) => {
    expect(retryAfter(aResponse(status, { 'retry-after': value }), NOW)).toBe(ms);
  });

  it('asks for nothing without a response or a header', () => {
    expect(retryAfter(null, NOW)).toBe(0);
    expect(retryAfter(aResponse(503), NOW)).toBe(0);
  });
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
