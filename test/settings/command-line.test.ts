import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS, environmentName } from '../../src/settings/definitions.ts';
import { SettingsError } from '../../src/settings/errors.ts';
import { parseSettings, type EnvironmentVariables } from '../../src/settings/command-line.ts';
import type { Settings } from '../../src/settings/settings.ts';

function parse(args: readonly string[], env: EnvironmentVariables = {}): Settings {
  return parseSettings(args, env);
}

function refusal(args: readonly string[], env: EnvironmentVariables = {}): string {
  try {
    parse(args, env);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message;
  }
  throw new Error(`${args.join(' ')} is accepted`);
}

interface Case {
  initial: unknown;
  good: [string, unknown][];
  bad: string[];
  /** Part of the message for what is bad. */
  allowed: string;
}

const PERCENT = { bad: ['-1', '100.1', 'x', '', '3%'], allowed: 'a percentage from 0 to 100' };
const SWITCH: [string, unknown][] = [
  ['1', true],
  ['true', true],
  ['on', true],
  ['YES', true],
  ['0', false],
  ['false', false],
  ['off', false],
  ['no', false],
];
const NO_SWITCH = { bad: ['maybe', '2', ''], allowed: 'on or off' };
const HOST = { bad: ['', 'localhost:3000', 'http://x', 'two words', '[::1]'], allowed: 'a host name' };

const CASES: Record<keyof Settings, Case> = {
  port: {
    initial: 4242,
    good: [
      ['0', 0],
      ['65535', 65535],
    ],
    bad: ['65536', '-1', '1.5', 'x', '', '0x10', '1e3'],
    allowed: 'a whole number from 0 to 65535',
  },
  host: {
    ...HOST,
    initial: '127.0.0.1',
    good: [
      ['0.0.0.0', '0.0.0.0'],
      ['::', '::'],
      ['game_server-1.local', 'game_server-1.local'],
    ],
  },
  lan: { ...NO_SWITCH, initial: false, good: SWITCH },
  publicUrl: {
    initial: null,
    good: [
      ['https://pay.example.test', 'https://pay.example.test'],
      ['http://localhost:9000/', 'http://localhost:9000'],
    ],
    bad: [
      'pay.example.test',
      'ftp://x',
      'https://x/shop',
      'https://x/?a',
      'https://x/#a',
      'https://u:p@x',
      '',
    ],
    allowed: 'URL without a path',
  },
  dataDir: {
    initial: resolve('data'),
    good: [
      ['/var/lib/x', '/var/lib/x'],
      ['state', resolve('state')],
    ],
    bad: ['', ' '],
    allowed: 'a path',
  },
  durability: {
    initial: 'write',
    good: [['fsync', 'fsync']],
    bad: ['always', 'FSYNC', ''],
    allowed: 'one of write, fsync',
  },
  ephemeral: { ...NO_SWITCH, initial: false, good: SWITCH },
  s2sKey: {
    initial: 's2s_sandbox_local',
    good: [['my-key!', 'my-key!']],
    bad: ['', 'a b', 'a:b', 'ключ', 'a\nb'],
    allowed: 'without spaces and colons',
  },
  liveS2sKey: {
    initial: 's2s_live_local',
    good: [['my-key!', 'my-key!']],
    bad: ['', 'a b', 'a:b'],
    allowed: 'without spaces and colons',
  },
  autoRefund: { ...NO_SWITCH, initial: true, good: SWITCH },
  testerDrawer: { ...NO_SWITCH, initial: true, good: SWITCH },
  retrySchedule: {
    initial: [1000, 2000, 5000, 10_000, 30_000, 60_000],
    good: [
      ['1,2.5', [1000, 2500]],
      ['none', []],
    ],
    bad: ['', ' ', 'banana', '1,x', Array(101).fill('1').join()],
    allowed: 'fast, realistic, none',
  },
  attemptTimeoutMs: {
    initial: 10_000,
    good: [
      ['0.25', 250],
      ['.5', 500],
      ['3600', 3_600_000],
    ],
    bad: ['0', '3601', '-1', 'x', '', '1.', '1s', 'Infinity'],
    allowed: 'a number of seconds from 0.001 to 3600',
  },
  orderTtlMs: {
    initial: 86_400_000,
    good: [['0.5', 1_800_000]],
    bad: ['0', '8761', 'x', ''],
    allowed: 'a number of hours from 0.0001 to 8760',
  },
  defaultCountry: {
    initial: 'US',
    good: [
      ['DE', 'DE'],
      ['XK', 'XK'],
    ],
    bad: ['us', 'UK', 'ZZ', 'QQ', 'USA', 'EU', ''],
    allowed: 'an ISO 3166-1 country code of two capital letters',
  },
  disputeDelayMs: {
    initial: 2000,
    good: [
      ['0', 0],
      ['1.5', 1500],
    ],
    bad: ['-1', '2592001', 'x', ''],
    allowed: 'a number of seconds from 0 to',
  },
  allowedHosts: {
    initial: [],
    good: [
      ['a.test', ['a.test']],
      ['A.test, b.test', ['a.test', 'b.test']],
    ],
    bad: ['', 'a.test,', 'a.test:80', '*'],
    allowed: 'host names separated by commas',
  },
  allowedOrigins: {
    initial: [],
    good: [['https://a.test, http://b.test:3000/', ['https://a.test', 'http://b.test:3000']]],
    bad: ['', '*', 'a.test', 'https://a.test/path', 'ftp://a.test'],
    allowed: 'http:// or https:// URLs without a path',
  },
  retryJitter: {
    initial: null,
    good: [
      ['off', null],
      ['7', 7],
    ],
    bad: ['on', '-1', '1.5', ''],
    allowed: 'off or a whole number from 0',
  },
  password: {
    initial: null,
    good: [
      ['correct horse', 'correct horse'],
      [':', ':'],
    ],
    bad: ['', ' '],
    allowed: 'a secret that is not empty',
  },
  gamesOnDemand: { ...NO_SWITCH, initial: false, good: SWITCH },
  gameTtlMs: {
    initial: 86_400_000,
    good: [
      ['off', null],
      ['0.5', 1_800_000],
      ['8760', 31_536_000_000],
    ],
    bad: ['0', '8761', '-1', 'never', ''],
    allowed: 'off or a number of hours from 0.001 to 8760',
  },
  rateLimit: {
    initial: null,
    good: [
      ['off', null],
      ['1000', 1000],
    ],
    bad: ['0', 'on', '-1', '1.5', ''],
    allowed: 'off or a whole number from 1',
  },
  seedFile: {
    initial: resolve('data/seed.json'),
    good: [['my.json', resolve('my.json')]],
    bad: ['', ' '],
    allowed: 'a path',
  },
  specFile: {
    initial: null,
    good: [['aghanim.json', resolve('aghanim.json')]],
    bad: ['', ' '],
    allowed: 'a path',
  },
  webhook: {
    initial: null,
    good: [['http://localhost:3000/hook?x=1', 'http://localhost:3000/hook?x=1']],
    bad: ['localhost:3000', 'ftp://x', 'x', ''],
    allowed: 'an http:// or https:// URL',
  },
  webhookSecret: { initial: null, good: [['s:e c', 's:e c']], bad: ['', ' '], allowed: 'not empty' },
  strictHttps: { ...NO_SWITCH, initial: false, good: SWITCH },
  loopbackHost: { ...HOST, initial: null, good: [['host.docker.internal', 'host.docker.internal']] },
  webhookTargets: {
    initial: 'any',
    good: [
      ['loopback', 'loopback'],
      ['private', 'private'],
      ['any', 'any'],
    ],
    bad: ['', 'none', 'public'],
    allowed: 'one of loopback, private, any',
  },
  webhookConcurrency: {
    initial: 8,
    good: [['1', 1]],
    bad: ['0', '1001', 'x', ''],
    allowed: 'from 1 to 1000',
  },
  pauseWebhookAfterMs: {
    initial: null,
    good: [
      ['off', null],
      ['60', 60_000],
    ],
    bad: ['', '0', 'on'],
    allowed: 'off or a number of seconds from 1 to 31536000',
  },
  keepEvents: {
    initial: 10_000,
    good: [['5', 5]],
    bad: ['0', 'x', ''],
    allowed: 'a whole number from 1',
  },
  keepOrders: {
    initial: 100_000,
    good: [['5', 5]],
    bad: ['0', '1.5', 'x', ''],
    allowed: 'a whole number from 1',
  },
  maxMemory: {
    initial: 512,
    good: [['64', 64]],
    bad: ['15', 'x', ''],
    allowed: 'a whole number from 16',
  },
  paymentFeePercent: { ...PERCENT, initial: 2.9, good: [['0', 0]] },
  aghanimFeePercent: { ...PERCENT, initial: 5, good: [['100', 100]] },
  taxPercent: { ...PERCENT, initial: 0, good: [['7.25', 7.25]] },
  keepRequests: {
    initial: 1000,
    good: [['1', 1]],
    bad: ['0', '100001', 'x', ''],
    allowed: 'a whole number from 1 to 100000',
  },
  midaspayWebhook: {
    initial: null,
    good: [
      ['https://game.example.test/midaspay', 'https://game.example.test/midaspay'],
      ['http://game:3000/midaspay', 'http://game:3000/midaspay'],
    ],
    bad: ['game.example.test', 'ftp://game.example.test/midaspay'],
    allowed: 'an http:// or https:// URL',
  },
  midaspayMerchantId: {
    initial: 'M1000001',
    good: [['merchant_7.a-b', 'merchant_7.a-b']],
    bad: ['', 'a"b', 'a,b', 'a b', 'x'.repeat(65)],
    allowed: 'at most 64 letters, digits, dots, dashes and underscores',
  },
  midaspayRetrySchedule: {
    initial: [1, 60, 600, 1800, 3600, 21_600, 43_200, 86_400, 604_800].map((seconds) => seconds * 1000),
    good: [
      ['none', []],
      ['0.5,60', [500, 60_000]],
    ],
    bad: ['banana', '1,,2', '-1'],
    allowed: 'fast, realistic, none, midasbuy',
  },
  midaspayMerchantKey: {
    initial: null,
    good: [['merchant.pem', resolve('merchant.pem')]],
    bad: ['', ' '],
    allowed: 'a path',
  },
  logLevel: {
    initial: 'info',
    good: [['silent', 'silent']],
    bad: ['verbose', 'INFO', ''],
    allowed: 'one of trace, debug, info, warn, error, fatal, silent',
  },
};

/** What must be given besides, for a value to be allowed. */
const COMPANION: Partial<Record<keyof Settings, string[]>> = {
  webhookSecret: ['--webhook', 'http://localhost:3000'],
};

const keys = Object.keys(CASES) as (keyof Settings)[];
const tables = keys.map((key) => ({ key, flag: DEFINITIONS[key].flag, ...CASES[key] }));
const good = tables.flatMap(({ key, flag, good: pairs }) =>
  pairs.map(([text, value]) => ({ key, flag, text, value })),
);
const bad = tables.flatMap(({ flag, bad: texts, allowed }) => texts.map((text) => ({ flag, text, allowed })));

describe('settings', () => {
  it.each(tables)('--$flag defaults to $initial', ({ key, initial }) => {
    expect(parse([])[key]).toEqual(initial);
  });

  it.each(good)('--$flag=$text is read as $value', ({ key, flag, text, value }) => {
    expect(parse([`--${flag}=${text}`, ...(COMPANION[key] ?? [])])[key]).toEqual(value);
  });

  it.each(good)('$flag in the environment, $text, is read as $value', ({ key, flag, text, value }) => {
    expect(parse(COMPANION[key] ?? [], { [environmentName(flag)]: text })[key]).toEqual(value);
  });

  it.each(bad)(
    '--$flag=$text is refused in one line that says what is allowed',
    ({ flag, text, allowed }) => {
      const message = refusal([`--${flag}=${text}`]);
      expect(message).toMatch(new RegExp(`^--${flag} must be `));
      expect(message).toContain(allowed);
      expect(message).not.toContain('\n');
    },
  );

  it.each(bad.filter(({ text }) => text !== ''))(
    '$flag in the environment, $text, is refused by its name',
    ({ flag, text, allowed }) => {
      const name = environmentName(flag);
      const message = refusal([], { [name]: text });
      expect(message).toMatch(new RegExp(`^${name} must be `));
      expect(message).toContain(allowed);
    },
  );

  it.each(tables)('takes an empty variable for --$flag as unset', ({ key, flag, initial }) => {
    expect(parse([], { [environmentName(flag)]: '' })[key]).toEqual(initial);
  });

  it('lets a flag win over its variable', () => {
    const env = { AGHANIM_PORT: '1', AGHANIM_EPHEMERAL: 'on', AGHANIM_HOST: '::1' };
    expect(parse(['--port', '2', '--ephemeral=off'], env)).toMatchObject({
      port: 2,
      ephemeral: false,
      host: '::1',
    });
  });

  it('lets the last of several mentions win', () => {
    expect(parse(['--port', '1', '--port', '2']).port).toBe(2);
  });

  it('reads a bare switch as on', () => {
    expect(parse(['--ephemeral', '--strict-https'])).toMatchObject({ ephemeral: true, strictHttps: true });
  });

  it('ignores variables that are no settings', () => {
    expect(parse([], { AGHANIM_GAME: 'x', PORT: '1' })).toEqual(parse([]));
  });

  it('does not repeat a secret in a message', () => {
    expect(refusal(['--s2s-key', 'top secret'])).not.toContain('top');
  });
});

describe('the command line', () => {
  const wrong: [string[], string][] = [
    [['--prot', '1'], 'unknown flag --prot; did you mean --port?'],
    [['--auto-refunds', 'on'], 'unknown flag --auto-refunds; did you mean --auto-refund?'],
    [['--colour'], 'unknown flag --colour; see --help'],
    [['--constructor'], 'unknown flag --constructor; see --help'],
    [['-p', '1'], 'unknown flag -p; see --help'],
    [['4000'], 'unexpected argument "4000"; see --help'],
    [['--', 'x'], 'unexpected argument "x"; see --help'],
    [['--ephemeral', 'yes'], 'unexpected argument "yes"; see --help'],
    [['--port'], '--port needs a value'],
    [['--seed', '--ephemeral'], '--seed needs a value'],
  ];

  it.each(wrong)('%j is refused: %s', (args, message) => {
    expect(refusal(args)).toBe(message);
  });
});

describe('settings together', () => {
  it('must have two different keys', () => {
    expect(refusal(['--s2s-key', 'k', '--live-s2s-key', 'k'])).toBe(
      '--live-s2s-key must differ from --s2s-key',
    );
    expect(refusal(['--s2s-key', 'k'], { AGHANIM_LIVE_S2S_KEY: 'k' })).toBe(
      'AGHANIM_LIVE_S2S_KEY must differ from --s2s-key',
    );
  });

  it('must have a webhook for a webhook secret', () => {
    expect(refusal([], { AGHANIM_WEBHOOK_SECRET: 'x' })).toBe(
      'AGHANIM_WEBHOOK_SECRET needs --webhook, the URL that it signs for',
    );
  });

  it('must have an https webhook when strict', () => {
    expect(refusal(['--strict-https', '--webhook', 'HTTP://x.test/'])).toContain(
      '--webhook must be an https://',
    );
    expect(parse(['--strict-https', '--webhook', 'https://x.test/']).webhook).toBe('https://x.test/');
  });
});
