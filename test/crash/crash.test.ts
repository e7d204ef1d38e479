import { describe, expect, it } from 'vitest';
import { crashTest, describeReport } from './crash-test.ts';

describe('a kill at any time', () => {
  const cases = [
    { durability: 'write', holds: 'and a power failure loses nothing that a snapshot holds' },
    { durability: 'fsync', holds: 'although each kill is a power failure' },
  ] as const;

  it.each(cases)(
    'with --durability $durability loses nothing that was acknowledged, $holds',
    async ({ durability }) => {
      const test = { seed: Date.now() % 1_000_000, rounds: 3, durability };
      process.stdout.write(`crash test, seed ${test.seed}\n`);
      const report = await crashTest(test);
      process.stdout.write(describeReport(test, report));
      expect(report).toMatchObject({ lost: [], unexplained: [] });
      expect(report.orders).toBeGreaterThan(0);
    },
    240_000,
  );
});
