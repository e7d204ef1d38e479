import { packageFile } from '../package-files.ts';
import * as kinds from './kinds.ts';
import type { Kind } from './kinds.ts';
import { LOG_LEVELS, type Settings } from './settings.ts';

/** One setting on the command line, in the environment and in code. */
export interface Definition<T = unknown> {
  readonly flag: string;
  /** What follows the flag in `--help`; `null` for a switch. */
  readonly placeholder: string | null;
  /** A text that `kind` accepts, or a value with the words that describe it. */
  readonly initial: string | { readonly value: T; readonly shown: string };
  readonly about: string;
  readonly kind: Kind<T>;
  /** Set only at a start: it says what the process is, or who may reach it, which is up to the person who starts it. */
  readonly isFixed?: true;
}

type Definitions = { readonly [Key in keyof Settings]: Definition<Settings[Key]> };

const NONE = { value: null, shown: 'none' };

/** Every setting, in the order of `--help` and of the README's table. */
export const DEFINITIONS: Definitions = {
  port: {
    flag: 'port',
    placeholder: 'PORT',
    initial: '4242',
    about: 'Port to listen on; 0 chooses a free one.',
    kind: kinds.wholeNumber({ min: 0, max: 65_535 }),
    isFixed: true,
  },
  host: {
    flag: 'host',
    placeholder: 'HOST',
    initial: '127.0.0.1',
    about: 'Address to listen on; 0.0.0.0 accepts connections from other machines.',
    kind: kinds.host(),
    isFixed: true,
  },
  lan: {
    flag: 'lan',
    placeholder: null,
    initial: 'off',
    about:
      'Listen on the network too and print the address there, so that a phone can open the checkout page. Not together with --host.',
    kind: kinds.yesOrNo(),
    isFixed: true,
  },
  publicUrl: {
    flag: 'public-url',
    placeholder: 'URL',
    initial: { value: null, shown: 'the address of the request' },
    about: 'Start of links to the checkout page, such as https://shop.example.test.',
    kind: kinds.orNull(kinds.origin()),
    isFixed: true,
  },
  dataDir: {
    flag: 'data-dir',
    placeholder: 'DIR',
    initial: './data',
    about: 'Directory that keeps the state between runs.',
    kind: kinds.path(),
    isFixed: true,
  },
  ephemeral: {
    flag: 'ephemeral',
    placeholder: null,
    initial: 'off',
    about: 'Keep the state in memory only and write nothing to disk.',
    kind: kinds.yesOrNo(),
    isFixed: true,
  },
  durability: {
    flag: 'durability',
    placeholder: 'MODE',
    initial: 'write',
    about:
      'What an answered change survives: write (a crash of the process) or fsync (also a power failure).',
    kind: kinds.oneOf(['write', 'fsync']),
    isFixed: true,
  },
  s2sKey: {
    flag: 's2s-key',
    placeholder: 'KEY',
    initial: 's2s_sandbox_local',
    about: 'S2S key of the sandbox game.',
    kind: kinds.apiKey(),
    isFixed: true,
  },
  liveS2sKey: {
    flag: 'live-s2s-key',
    placeholder: 'KEY',
    initial: 's2s_live_local',
    about: 'S2S key of the live game, which has data of its own.',
    kind: kinds.apiKey(),
    isFixed: true,
  },
  autoRefund: {
    flag: 'auto-refund',
    placeholder: 'on|off',
    initial: 'on',
    about:
      'Refund a payment automatically when the game declines to grant the items. In production Aghanim has to enable this for the game.',
    kind: kinds.yesOrNo(),
  },
  retrySchedule: {
    flag: 'retry-schedule',
    placeholder: 'SCHEDULE',
    initial: 'fast',
    about: 'Delays between webhook attempts: fast, realistic, none, midasbuy, or seconds such as 1,2.5,10.',
    kind: kinds.retrySchedule(),
  },
  retryJitter: {
    flag: 'retry-jitter',
    placeholder: 'SEED',
    initial: 'off',
    about:
      'Lengthen retry delays at random by up to a tenth: off, or a seed, which always gives the same delays.',
    kind: kinds.orOff(kinds.wholeNumber({ min: 0, max: 4_294_967_295 })),
  },
  attemptTimeoutMs: {
    flag: 'attempt-timeout',
    placeholder: 'SECONDS',
    initial: '10',
    about: 'How long one webhook attempt may take, from connecting to the last byte.',
    kind: kinds.duration('seconds', { min: 0.001, max: 3600 }),
  },
  orderTtlMs: {
    flag: 'order-ttl',
    placeholder: 'HOURS',
    initial: '24',
    about: 'How long an order can be paid.',
    kind: kinds.duration('hours', { min: 0.0001, max: 8760 }),
  },
  defaultCountry: {
    flag: 'default-country',
    placeholder: 'CODE',
    initial: 'US',
    about: "The player's country when an order names none: ISO 3166-1, two capital letters.",
    kind: kinds.country(),
  },
  disputeDelayMs: {
    flag: 'dispute-delay',
    placeholder: 'SECONDS',
    initial: '2',
    about: 'How long after a payment the test cards for disputes and fraud take effect.',
    kind: kinds.duration('seconds', { min: 0, max: 2_592_000 }),
  },
  allowedHosts: {
    flag: 'allowed-hosts',
    placeholder: 'HOSTS',
    initial: { value: [], shown: 'none' },
    about: 'Further host names, separated by commas, by which the emulator may be called.',
    kind: kinds.hostList(),
    isFixed: true,
  },
  allowedOrigins: {
    flag: 'allowed-origins',
    placeholder: 'URLS',
    initial: { value: [], shown: 'none' },
    about: 'Origins of web pages, separated by commas, that may call the S2S API.',
    kind: kinds.originList(),
    isFixed: true,
  },
  password: {
    flag: 'password',
    placeholder: 'PASSWORD',
    initial: NONE,
    about: 'Password of dashboard and control API, for shared machines: basic authentication, any user name.',
    kind: kinds.orNull(kinds.secretText()),
    isFixed: true,
  },
  gamesOnDemand: {
    flag: 'games-on-demand',
    placeholder: null,
    initial: 'off',
    about: "Create a game at the first use of the sandbox game's key with a suffix, such as KEY+worker3.",
    kind: kinds.yesOrNo(),
  },
  gameTtlMs: {
    flag: 'game-ttl',
    placeholder: 'HOURS',
    initial: '24',
    about: 'Remove a game that a request created after so long without a call; off keeps it.',
    kind: kinds.orOff(kinds.duration('hours', { min: 0.001, max: 8760 })),
  },
  rateLimit: {
    flag: 'rate-limit',
    placeholder: 'PER_MINUTE',
    initial: 'off',
    about: 'S2S requests per minute and game, then 429: off or a number. The real platform allows 1000.',
    kind: kinds.orOff(kinds.wholeNumber({ min: 1, max: 1_000_000 })),
  },
  seedFile: {
    flag: 'seed',
    placeholder: 'FILE',
    initial: {
      value: packageFile('data/seed.json'),
      shown: "the package's data/seed.json",
    },
    about: 'JSON file with the items of a new catalogue, or a game that was exported.',
    kind: kinds.path(),
    isFixed: true,
  },
  specFile: {
    flag: 'spec',
    placeholder: 'FILE',
    initial: NONE,
    about: "Your copy of Aghanim's OpenAPI document: serves every operation that it describes.",
    kind: kinds.orNull(kinds.path()),
    isFixed: true,
  },
  webhook: {
    flag: 'webhook',
    placeholder: 'URL',
    initial: NONE,
    about: 'Register this URL for item.add and item.remove at start, unless it is registered already.',
    kind: kinds.orNull(kinds.webUrl()),
    isFixed: true,
  },
  webhookSecret: {
    flag: 'webhook-secret',
    placeholder: 'SECRET',
    initial: { value: null, shown: 'a random one' },
    about: 'Secret that signs what is sent to the URL of --webhook.',
    kind: kinds.orNull(kinds.secretText()),
    isFixed: true,
  },
  strictHttps: {
    flag: 'strict-https',
    placeholder: null,
    initial: 'off',
    about: 'Refuse http:// webhook URLs, as the real platform does.',
    kind: kinds.yesOrNo(),
  },
  loopbackHost: {
    flag: 'loopback-host',
    placeholder: 'HOST',
    initial: NONE,
    about: 'Send webhooks for localhost to this host instead, such as host.docker.internal.',
    kind: kinds.orNull(kinds.host()),
  },
  webhookTargets: {
    flag: 'webhook-targets',
    placeholder: 'WHICH',
    initial: 'any',
    about:
      'Where webhooks may go: loopback (this machine), private (also private networks) or any; checked after name resolution.',
    kind: kinds.oneOf(['loopback', 'private', 'any']),
  },
  webhookConcurrency: {
    flag: 'webhook-concurrency',
    placeholder: 'N',
    initial: '8',
    about: 'Maximum of concurrent attempts per webhook.',
    kind: kinds.wholeNumber({ min: 1, max: 1000 }),
  },
  pauseWebhookAfterMs: {
    flag: 'pause-webhook-after',
    placeholder: 'SECONDS',
    initial: 'off',
    about:
      'Pause a webhook after its attempts have failed for so long: off or seconds. The dashboard and the control API resume it.',
    kind: kinds.orOff(kinds.duration('seconds', { min: 1, max: 31_536_000 })),
  },
  keepEvents: {
    flag: 'keep-events',
    placeholder: 'N',
    initial: '10000',
    about: 'Events to keep, with their deliveries, when none of those is pending.',
    kind: kinds.wholeNumber({ min: 1, max: 10_000_000 }),
  },
  keepOrders: {
    flag: 'keep-orders',
    placeholder: 'N',
    initial: '100000',
    about: 'Orders to keep, with their payments and events, besides those that wait for something.',
    kind: kinds.wholeNumber({ min: 1, max: 10_000_000 }),
  },
  maxMemory: {
    flag: 'max-memory',
    placeholder: 'MIB',
    initial: '512',
    about:
      'Memory for records in MiB: at most half for players, items and the like; orders and events share the rest, and older ones are forgotten.',
    kind: kinds.wholeNumber({ min: 16, max: 1_048_576 }),
  },
  keepRequests: {
    flag: 'keep-requests',
    placeholder: 'N',
    initial: '1000',
    about: 'S2S requests to keep in memory for the API log.',
    kind: kinds.wholeNumber({ min: 1, max: 100_000 }),
  },
  paymentFeePercent: {
    flag: 'payment-fee',
    placeholder: 'PERCENT',
    initial: '2.9',
    about: "The payment system's fee, in percent of the amount.",
    kind: kinds.percentage(),
  },
  aghanimFeePercent: {
    flag: 'aghanim-fee',
    placeholder: 'PERCENT',
    initial: '5',
    about: "The platform's fee, in percent of the amount.",
    kind: kinds.percentage(),
  },
  taxPercent: {
    flag: 'tax',
    placeholder: 'PERCENT',
    initial: '0',
    about: 'Taxes, in percent of the amount.',
    kind: kinds.percentage(),
  },
  testerDrawer: {
    flag: 'tester-drawer',
    placeholder: 'on|off',
    initial: 'on',
    about: "Show the tester's drawer below the checkout page: test cards, declines, pending payments.",
    kind: kinds.yesOrNo(),
  },
  midaspayWebhook: {
    flag: 'midaspay-webhook',
    placeholder: 'URL',
    initial: NONE,
    about: 'Where MidasPay notifications go when the token names no webhook_url.',
    kind: kinds.orNull(kinds.webUrl()),
  },
  midaspayMerchantId: {
    flag: 'midaspay-merchant-id',
    placeholder: 'ID',
    initial: 'M1000001',
    about: 'The merchant id in MidasPay notifications and their Authorization header.',
    kind: kinds.identifier(),
    isFixed: true,
  },
  midaspayRetrySchedule: {
    flag: 'midaspay-retry-schedule',
    placeholder: 'SCHEDULE',
    initial: 'midasbuy',
    about: 'Delays between the attempts of a MidasPay notification, as in --retry-schedule.',
    kind: kinds.retrySchedule(),
  },
  midaspayMerchantKey: {
    flag: 'midaspay-merchant-key',
    placeholder: 'FILE',
    initial: NONE,
    about:
      'PEM file with the public RSA key that verifies requests to the MidasPay API; without it none is verified.',
    kind: kinds.orNull(kinds.path()),
    isFixed: true,
  },
  logLevel: {
    flag: 'log-level',
    placeholder: 'LEVEL',
    initial: 'info',
    about: `Lowest level of messages logged to stderr: ${LOG_LEVELS.join(', ')}.`,
    kind: kinds.oneOf(LOG_LEVELS),
  },
};

/** The environment variable of a flag: `s2s-key` is `AGHANIM_S2S_KEY`. */
export function environmentName(flag: string): string {
  return `AGHANIM_${flag.toUpperCase().replaceAll('-', '_')}`;
}
