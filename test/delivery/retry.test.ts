import { describe, expect, it } from 'vitest';
import { nextAttemptAt, retryAfter } from '../../src/delivery/engine/retry.ts';
import { aShipment } from './shipments.ts';
import type { AttemptResponse } from '../../src/delivery/ports.ts';

const NOW = Date.UTC(2030, 0, 1, 12);

function answer(status: number, headers: Record<string, string> = {}): AttemptResponse {
  return { status, headers, body: '', encoding: 'utf8', bodyBytes: 0, truncated: false };
}

describe('the next attempt', () => {
  const failed = { verdict: 'failed', response: answer(500) } as const;

  it('follows the schedule from the number of tries', () => {
    const at = (tries: number) => nextAttemptAt(aShipment({ schedule: [10, 20], tries }), failed, NOW);
    expect([at(0), at(1), at(2)]).toEqual([NOW + 10, NOW + 20, null]);
  });

  it.each(['delivered', 'declined'] as const)(
    'is not made after "%s" [answers.declined-is-final]',
    (verdict) => {
      expect(
        nextAttemptAt(aShipment({ schedule: [10] }), { verdict, response: answer(400) }, NOW),
      ).toBeNull();
    },
  );

  it('is put off by Retry-After, never brought forward, and by an hour at most [answers.retry-after]', () => {
    const at = (seconds: string) => {
      const sent = { verdict: 'failed', response: answer(503, { 'retry-after': seconds }) } as const;
      return nextAttemptAt(aShipment({ schedule: [5000] }), sent, NOW);
    };
    expect(at('7')).toBe(NOW + 7000);
    expect(at('1')).toBe(NOW + 5000);
    expect(at('999999999999')).toBe(NOW + 3_600_000);
  });

  it('does not come from Retry-After alone', () => {
    const sent = { verdict: 'failed', response: answer(503, { 'retry-after': '1' }) } as const;
    expect(nextAttemptAt(aShipment({ schedule: [] }), sent, NOW)).toBeNull();
  });

  it('is moved by jitter', () => {
    expect(nextAttemptAt(aShipment({ schedule: [10] }), failed, NOW, (delay) => delay * 2)).toBe(NOW + 20);
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
    expect(retryAfter(answer(status, { 'retry-after': value }), NOW)).toBe(ms);
  });

  it('asks for nothing without an answer or a header', () => {
    expect(retryAfter(null, NOW)).toBe(0);
    expect(retryAfter(answer(503), NOW)).toBe(0);
  });
});
