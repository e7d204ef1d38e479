import { describe, expect, it } from 'vitest';
import { growthOf, type Sample, soakTest } from './soak-test.ts';

function samples(descriptors: (index: number) => number): readonly Sample[] {
  return Array.from({ length: 60 }, (_, second) => {
    const rest = { rssBytes: 100e6, diskBytes: 1e6, orders: second, attempts: second };
    return { second, descriptors: descriptors(second), ...rest };
  });
}

describe('the soak test', () => {
  it('finds what grows after the warm-up, and nothing else', () => {
    expect(growthOf(samples((index) => (index < 20 ? index * 50 : 60)))).toEqual([]);
    expect(growthOf(samples((index) => 40 + 2 * index))).toEqual(['descriptors grew from 118 to 158']);
  });

  it('runs an emulator whose webhooks fail, and samples it', async () => {
    const report = await soakTest({ minutes: 0.05, ordersPerSecond: 10 });
    expect(report.crash).toBeNull();
    expect(report.samples.length).toBeGreaterThan(0);
    expect(report.samples.at(-1)?.diskBytes).toBeGreaterThan(0);
    expect(report.samples.at(-1)?.orders).toBeGreaterThan(0);
  }, 120_000);
});
