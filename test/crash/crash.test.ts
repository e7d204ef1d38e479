import { describe, expect, it } from 'vitest';
import { crashTest, describeReport } from './crash-test.ts';

describe('a kill at any time', () => {
  it('loses nothing that was acknowledged and repeats only attempts that were under way', async () => {
    const test = { seed: Date.now() % 1_000_000, rounds: 4 };
    process.stdout.write(`crash test, seed ${test.seed}\n`);
    const report = await crashTest(test);
    process.stdout.write(describeReport(test, report));
    expect(report).toMatchObject({ lost: [], unexplained: [] });
    expect(report.orders).toBeGreaterThan(0);
  }, 180_000);
});
