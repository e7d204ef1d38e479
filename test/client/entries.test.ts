import { afterEach, describe, expect, it, vi } from 'vitest';
import { emulatorTest } from '../../src/jest.ts';
import { connect, Emulator } from '../../src/index.ts';
import { emulatorFixtures } from '../../src/playwright.ts';
import { test } from '../../src/vitest.ts';

describe('aghanim-emulator/vitest', () => {
  test('gives each test an emulator', async ({ emulator }) => {
    expect(emulator).toBeInstanceOf(Emulator);
    expect(await emulator.orders.list()).toEqual({ data: [], total: 0 });
  });

  const quick = test.extend({ emulatorOptions: { retrySchedule: 'none' } });
  quick('takes options', async ({ emulator }) => {
    expect((await emulator.settings()).in_effect.retry_schedule).toBe('none');
  });

  const guarded = test.extend({ emulatorOptions: { password: 'mine' } });
  guarded('sends the password that it gave the emulator', async ({ emulator }) => {
    expect(await emulator.orders.list()).toEqual({ data: [], total: 0 });
    await using game = await emulator.game();
    expect((await game.orders.list()).total).toBe(0);
    const connected = await connect(emulator.url, { password: 'mine' });
    expect((await connected.orders.list()).total).toBe(0);
    await expect(connect(emulator.url)).rejects.toThrow('It is protected by a password (--password)');
  });
});

describe('aghanim-emulator/jest', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('gives each test an emulator with the options, and stops it, also after a failure', async () => {
    const declared: (() => Promise<void>)[] = [];
    vi.stubGlobal('test', (_name: string, body: () => Promise<void>) => declared.push(body));
    const urls: string[] = [];
    emulatorTest({ retrySchedule: 'none' })('fails', async ({ emulator }) => {
      urls.push(emulator.url);
      expect((await emulator.settings()).in_effect.retry_schedule).toBe('none');
      throw new Error('as intended');
    });
    await expect(declared[0]?.()).rejects.toThrow('as intended');
    await expect(fetch(urls[0] ?? '')).rejects.toThrow('fetch failed');
  });

  it('says what it needs outside jest', () => {
    expect(() => {
      emulatorTest()('x', () => undefined);
    }).toThrow('aghanim-emulator/jest needs the global test of jest (injectGlobals).');
  });
});

describe('aghanim-emulator/playwright', () => {
  it('has fixtures that Playwright Test can extend its test with', async () => {
    const { emulator, emulatorOptions } = emulatorFixtures();
    expect(emulatorOptions).toEqual([{}, { option: true }]);
    // Playwright reads the names of fixtures from the source text of the function.
    expect(String(emulator)).toMatch(/^async \(\{ emulatorOptions \}, use\)/);
    let url = '';
    await emulator({ emulatorOptions: {} }, (given) => {
      ({ url } = given);
      return Promise.resolve();
    });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
