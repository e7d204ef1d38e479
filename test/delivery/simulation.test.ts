import { describe, expect, it } from 'vitest';
import { simulate } from './simulation.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('three days of deliveries with failing receivers, failing storage, restarts and kills', () => {
  const replay = process.env['SIMULATION_SEED'];
  const seeds = replay === undefined ? Array.from({ length: 4 }, randomSeed) : [Number(replay)];

  it.each(seeds)('lose nothing and break no rule (SIMULATION_SEED=%i replays this)', async (seed) => {
    const { simulatedMs, recorded } = await simulate(seed);
    expect(simulatedMs).toBeGreaterThan(3 * DAY);
    expect(recorded).toBeGreaterThan(300);
  });

  it('are the same for the same seed', async () => {
    expect(await simulate(1)).toEqual(await simulate(1));
  });
});

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
