import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsError, StartFailure } from '../../src/settings/errors.ts';
import { createEmulator, type EmulatorOptions } from '../../src/index.ts';
import { parseSettings } from '../../src/settings/command-line.ts';
import { parseOptions } from '../../src/settings/options.ts';

describe('the options of createEmulator', () => {
  it('have the defaults of the command line, but for a free port, memory and a quiet log', () => {
    const settings = { ...parseSettings([], {}), port: 0, ephemeral: true, logLevel: 'error' };
    expect(parseOptions({})).toEqual(settings);
    expect(parseOptions({ port: undefined, webhook: undefined })).toEqual(settings);
  });

  const accepted: [EmulatorOptions, object][] = [
    [{ retrySchedule: 'none' }, { retrySchedule: [] }],
    [{ retrySchedule: '1,2.5' }, { retrySchedule: [1000, 2500] }],
    [{ retrySchedule: [50, 0] }, { retrySchedule: [50, 0] }],
    [{ retrySchedule: [] }, { retrySchedule: [] }],
    [{ port: 4242 }, { port: 4242 }],
    [{ attemptTimeoutMs: 250 }, { attemptTimeoutMs: 250 }],
    [
      { rateLimit: null, retryJitter: 7 },
      { rateLimit: null, retryJitter: 7 },
    ],
    [{ allowedHosts: ['A.test'] }, { allowedHosts: ['a.test'] }],
    [
      { dataDir: 'state', seedFile: 'my.json' },
      { dataDir: resolve('state'), seedFile: resolve('my.json') },
    ],
    [{ publicUrl: 'https://pay.test/' }, { publicUrl: 'https://pay.test' }],
    [
      { publicUrl: null, webhook: null },
      { publicUrl: null, webhook: null },
    ],
  ];
  it.each(accepted)('%j are read as %j', (options, settings) => {
    expect(parseOptions(options)).toMatchObject(settings);
  });

  const HUNDRED = Array<number>(100).fill(1);
  const SCHEDULE = 'fast, realistic, none, midasbuy or a list of at most 100 delays in milliseconds';
  const refused: [object, string][] = [
    [{ retrySchedule: 'banana' }, `retrySchedule must be ${SCHEDULE}, not "banana"`],
    [{ retrySchedule: [1, -1] }, `retrySchedule must be ${SCHEDULE}, not [ 1, -1 ]`],
    [{ retrySchedule: [0.5] }, `retrySchedule must be ${SCHEDULE}, not [ 0.5 ]`],
    [{ retrySchedule: ['1'] }, `retrySchedule must be ${SCHEDULE}, not [ '1' ]`],
    [{ retrySchedule: Array<number>(1) }, `retrySchedule must be ${SCHEDULE}, not [ <1 empty item> ]`],
    [{ retrySchedule: 5 }, `retrySchedule must be ${SCHEDULE}, not 5`],
    [
      { retrySchedule: [...HUNDRED, 1] },
      `${SCHEDULE}, not [ 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ... 91 more items ]`,
    ],
    [{ s2sKey: 'k', liveS2sKey: 'k' }, 'liveS2sKey must differ from s2sKey'],
    [{ s2sKey: 's2s_live_local' }, 'liveS2sKey must differ from s2sKey'],
    [{ s2sKey: 'top secret' }, 'without spaces and colons'],
    [
      { defaultCountry: 'zz' },
      'defaultCountry must be an ISO 3166-1 country code of two capital letters, such as US, not "zz"',
    ],
    [{ webhook: 'ftp://x' }, 'webhook must be null or an http:// or https:// URL, not "ftp://x"'],
    [{ webhook: 'http:x' }, 'webhook must be null or an http:// or https:// URL, not "http:x"'],
    [{ webhookSecret: 'x' }, 'webhookSecret needs webhook, the URL that it signs for'],
    [{ webhook: 'http://x', strictHttps: true }, 'webhook must be an https:// URL while strictHttps is on'],
    [{ port: 70000 }, 'port must be a whole number from 0 to 65535, not 70000'],
    [{ port: '80' }, 'port must be a whole number from 0 to 65535, not "80"'],
    [{ port: NaN }, 'port must be a whole number from 0 to 65535, not NaN'],
    [{ port: null }, 'port must be a whole number from 0 to 65535, not null'],
    [{ attemptTimeoutMs: 0 }, 'attemptTimeoutMs must be a number of milliseconds from 1 to 3600000, not 0'],
    [
      { orderTtlMs: Infinity },
      'orderTtlMs must be a number of milliseconds from 360 to 31536000000, not Infinity',
    ],
    [{ ephemeral: 'off' }, 'ephemeral must be true or false, not "off"'],
    [{ rateLimit: 'off' }, 'rateLimit must be null or a whole number from 1 to 1000000, not "off"'],
    [{ allowedHosts: 'a.test' }, 'allowedHosts must be a list of host names without ports, not "a.test"'],
    [{ allowedHosts: ['a:1'] }, "allowedHosts must be a list of host names without ports, not [ 'a:1' ]"],
    [
      { logLevel: 'verbose' },
      'logLevel must be one of trace, debug, info, warn, error, fatal, silent, not "verbose"',
    ],
    [{ retrySchedul: 'none' }, 'unknown option "retrySchedul"; did you mean retrySchedule?'],
    [{ attemptTimeout: 1 }, 'unknown option "attemptTimeout"; did you mean attemptTimeoutMs?'],
    [{ paymentFee: 1 }, 'unknown option "paymentFee"; did you mean paymentFeePercent?'],
    [{ seed: 'x' }, 'unknown option "seed"; did you mean seedFile?'],
    [{ constructor: 1 }, 'unknown option "constructor"; the README lists the settings'],
  ];
  it.each(refused)('%j are refused: %s', (options, message) => {
    expect(() => parseOptions(options)).toThrow(SettingsError);
    expect(() => parseOptions(options)).toThrow(message);
  });

  it('keep the state in the directory that dataDir names, unless ephemeral says otherwise', () => {
    expect(parseOptions({ dataDir: '/tmp/state' })).toMatchObject({
      dataDir: '/tmp/state',
      ephemeral: false,
    });
    expect(parseOptions({ dataDir: '/tmp/state', ephemeral: true })).toMatchObject({ ephemeral: true });
    expect(parseOptions({})).toMatchObject({ ephemeral: true });
  });

  it.each([[null], [4242], ['--port'], [[[]]]])('cannot be %j', (options) => {
    expect(() => parseOptions(options as EmulatorOptions)).toThrow('The options must be an object.');
  });

  it('are known to the compiler', () => {
    // @ts-expect-error: the option is called retrySchedule.
    expect(() => parseOptions({ retrySchedul: 'none' })).toThrow(SettingsError);
    // @ts-expect-error: a port is a number.
    expect(() => parseOptions({ port: '80' })).toThrow(SettingsError);
  });

  it('do not repeat a secret in a message', () => {
    expect(() => parseOptions({ s2sKey: 'top secret' })).not.toThrow(/top/);
  });

  it('shorten a long value in a message', () => {
    expect(() => parseOptions({ defaultCountry: 'U'.repeat(10_000) })).toThrow(/^.{1,400}$/);
  });
});

describe('createEmulator', () => {
  it('refuses a bad option with a StartFailure when it is called', async () => {
    await expect(createEmulator({ retrySchedule: 'banana' })).rejects.toThrow(StartFailure);
    await expect(createEmulator({ webhook: 'ftp://x' })).rejects.toThrow(/^webhook must be /);
  });

  it('names the option in a failure that comes later', async () => {
    await expect(createEmulator({ seedFile: 'none.json' })).rejects.toThrow(
      /none\.json cannot be read \(ENOENT\)\. Fix it or choose another file with seedFile\.$/,
    );
    const first = await createEmulator();
    const { port } = await first.start();
    await expect(createEmulator({ port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use; stop the process`,
    );
    await first.stop();
  });
});
