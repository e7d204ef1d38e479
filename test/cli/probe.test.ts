import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { typed } from './fake-command-context.ts';

const REFUSED = new TypeError('fetch failed', {
  cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
});

describe('health', () => {
  it.each([
    [[], {}, 'http://127.0.0.1:4242/readyz'],
    [[], { AGHANIM_PORT: '5000' }, 'http://127.0.0.1:5000/readyz'],
    [['--url', 'http://emulator:80/'], { AGHANIM_PORT: '5000' }, 'http://emulator/readyz'],
  ])('with %j and %j asks %s', async (args, env, url) => {
    const context = typed('health', ...args);
    context.env = env;
    expect(await main(context)).toBe(0);
    expect(context.requested).toEqual([url]);
    expect(context.printed + context.errorOutput).toBe('');
  });

  it.each([
    [503, 'answered 503'],
    [404, 'answered 404'],
    [REFUSED, 'did not answer (ECONNREFUSED)'],
    [new Error('timed out'), 'did not answer (timed out)'],
  ])('exits with 1 and one line after %s', async (answer, words) => {
    const context = typed('health');
    context.answers = [answer];
    expect(await main(context)).toBe(1);
    expect(context.errorOutput).toBe(`aghanim-emulator: not ready: http://127.0.0.1:4242/readyz ${words}\n`);
  });
});

describe('wait', () => {
  it('asks until the emulator is ready', async () => {
    const context = typed('wait');
    context.answers = [REFUSED, REFUSED, 503, 200];
    expect(await main(context)).toBe(0);
    expect(context.requested).toHaveLength(4);
    expect(context.errorOutput).toBe('');
  });

  it.each([
    [[], 30],
    [['--timeout', '0.5'], 0.5],
    [['--timeout', '0'], 0],
  ])('with %j gives up after %d seconds and says why', async (args, seconds) => {
    const context = typed('wait', ...args);
    context.answers = [REFUSED];
    expect(await main(context)).toBe(1);
    expect(context.now).toBe(seconds * 1000);
    expect(context.errorOutput).toBe(
      `aghanim-emulator: not ready after ${seconds} seconds: http://127.0.0.1:4242/readyz did not answer (ECONNREFUSED)\n`,
    );
  });
});
