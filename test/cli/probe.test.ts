import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { typed } from './fake-world.ts';

const REFUSED = new TypeError('fetch failed', {
  cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
});

describe('health', () => {
  it.each([
    [[], {}, 'http://127.0.0.1:4242/readyz'],
    [[], { AGHANIM_PORT: '5000' }, 'http://127.0.0.1:5000/readyz'],
    [['--url', 'http://emulator:80/'], { AGHANIM_PORT: '5000' }, 'http://emulator/readyz'],
  ])('with %j and %j asks %s', async (args, env, url) => {
    const world = typed('health', ...args);
    world.env = env;
    expect(await main(world)).toBe(0);
    expect(world.asked).toEqual([url]);
    expect(world.printed + world.complained).toBe('');
  });

  it.each([
    [503, 'answered 503'],
    [404, 'answered 404'],
    [REFUSED, 'did not answer (ECONNREFUSED)'],
    [new Error('timed out'), 'did not answer (timed out)'],
  ])('exits with 1 and one line after %s', async (answer, words) => {
    const world = typed('health');
    world.answers = [answer];
    expect(await main(world)).toBe(1);
    expect(world.complained).toBe(`aghanim-emulator: not ready: http://127.0.0.1:4242/readyz ${words}\n`);
  });
});

describe('wait', () => {
  it('asks until the emulator is ready', async () => {
    const world = typed('wait');
    world.answers = [REFUSED, REFUSED, 503, 200];
    expect(await main(world)).toBe(0);
    expect(world.asked).toHaveLength(4);
    expect(world.complained).toBe('');
  });

  it.each([
    [[], 30],
    [['--timeout', '0.5'], 0.5],
    [['--timeout', '0'], 0],
  ])('with %j gives up after %d seconds and says why', async (args, seconds) => {
    const world = typed('wait', ...args);
    world.answers = [REFUSED];
    expect(await main(world)).toBe(1);
    expect(world.now).toBe(seconds * 1000);
    expect(world.complained).toBe(
      `aghanim-emulator: not ready after ${seconds} seconds: http://127.0.0.1:4242/readyz did not answer (ECONNREFUSED)\n`,
    );
  });
});
