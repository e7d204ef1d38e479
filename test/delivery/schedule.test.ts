import { describe, expect, it } from 'vitest';
import { seededJitter } from '../../src/delivery/engine/retry.ts';

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
