import { describe, expect, it } from 'vitest';
import { describeReport, fuzzTest } from './fuzz-test.ts';

describe('the emulator', () => {
  it('answers random and hostile requests to all routes without a crash and without 5xx', async () => {
    const report = await fuzzTest({ requests: 1000, seed: 12 });
    expect([report.crash, report.failures], describeReport(report)).toEqual([null, []]);
    // The requests reach the handlers: some create what they ask for, others are refused by the schema.
    for (const status of [200, 201, 404, 422]) expect(report.statuses.get(status)).toBeGreaterThan(0);
    expect(report.longestPauseMs).toBeGreaterThan(0);
  }, 300_000);
});
