import type { RetrySchedule } from '../domain/model/retry-schedule.ts';

/** All settings, in normalised units. The README has their defaults, flags and environment variables. */
export interface Settings {
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on: an IP address or a host name. */
  readonly host: string;
  /** Listens on every address of this machine, for phones on the same network; `host` is then 0.0.0.0. */
  readonly lan: boolean;
  /** An origin without a trailing slash, or `null`: links begin with the address that the caller used. */
  readonly publicUrl: string | null;
  /** Absolute. Unused when `ephemeral`. */
  readonly dataDir: string;
  /** Keeps everything in memory only. */
  readonly ephemeral: boolean;
  /** What an answered change survives: a crash of the process, or also a power failure. */
  readonly durability: 'write' | 'fsync';
  readonly s2sKey: string;
  readonly liveS2sKey: string;
  readonly autoRefund: boolean;
  /** Delays between webhook attempts, in milliseconds. A game's own setting wins. */
  readonly retrySchedule: RetrySchedule;
  /** The seed of the jitter of retry delays, or `null`: none. */
  readonly retryJitter: number | null;
  /** Milliseconds, from connecting to the last byte of the answer. */
  readonly attemptTimeoutMs: number;
  /** Milliseconds from an order's creation to its expiry. */
  readonly orderTtlMs: number;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly defaultCountry: string;
  /** Milliseconds from a payment to its dispute or fraud report, and from a dispute to its outcome. */
  readonly disputeDelayMs: number;
  /** Further host names, lower case, by which the emulator may be called. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may call the S2S API. */
  readonly allowedOrigins: readonly string[];
  /** Protects dashboard and control API; `null` leaves them open. */
  readonly password: string | null;
  /** Whether the key of the sandbox game with a suffix, such as `+worker3`, creates a game. */
  readonly gamesOnDemand: boolean;
  /** Milliseconds without a call after which a created game is removed, or `null`: never. */
  readonly gameTtlMs: number | null;
  /** S2S requests a minute and game, or `null`: no limit. */
  readonly rateLimit: number | null;
  /** Absolute. The seed that comes with the package, unless another was named. */
  readonly seedFile: string;
  /** Absolute. The OpenAPI document whose operations are served generically where they have no rules of their own. */
  readonly specFile: string | null;
  /** The URL to register for `item.add` and `item.remove` at start. */
  readonly webhook: string | null;
  /** That webhook's secret; `null` lets the emulator make one. Never set without `webhook`. */
  readonly webhookSecret: string | null;
  /** Refuses webhook URLs that are not https. */
  readonly strictHttps: boolean;
  /** The host that takes the place of `localhost` and other loopback hosts in webhook URLs. */
  readonly loopbackHost: string | null;
  /** Which addresses webhooks are sent to, after name resolution. */
  readonly webhookTargets: 'loopback' | 'private' | 'any';
  /** The maximum of concurrent attempts per webhook. */
  readonly webhookConcurrency: number;
  /** How long every attempt for a webhook has to fail before it is paused, in milliseconds; `null` pauses none. */
  readonly pauseWebhookAfterMs: number | null;
  /** Events kept with their deliveries once nothing of them is pending; older ones are forgotten. */
  readonly keepEvents: number;
  /** Orders kept besides those that are unresolved or have something planned; older ones are forgotten. */
  readonly keepOrders: number;
  /** How much memory the records may take, in mebibytes. */
  readonly maxMemory: number;
  /** S2S requests kept in memory for the API log; older ones are forgotten. */
  readonly keepRequests: number;
  /** Percent of the amount: 2.9 is 2.9 %. */
  readonly paymentFeePercent: number;
  /** Percent of the amount. */
  readonly aghanimFeePercent: number;
  /** Percent of the amount. */
  readonly taxPercent: number;
  /** Shows testers' tools below the checkout page. */
  readonly testerDrawer: boolean;
  /** The URL of MidasPay notifications for orders whose token has none. */
  readonly midaspayWebhook: string | null;
  readonly midaspayMerchantId: string;
  /** Delays between the attempts of a MidasPay notification, in milliseconds. */
  readonly midaspayRetrySchedule: RetrySchedule;
  /** Absolute. A PEM file with the public key that verifies requests to the MidasPay API; `null` verifies none. */
  readonly midaspayMerchantKey: string | null;
  readonly logLevel: LogLevel;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whether only this machine can connect to a server bound to `host`, an IP address or a host name. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3})$/i.test(host);
}

/** Listens on loopback and on every IPv4 address of the network. */
export const EVERY_IPV4_ADDRESS = '0.0.0.0';

const EVERY_ADDRESS = new Set([EVERY_IPV4_ADDRESS, '::']);

/** Whether a server bound to `host` listens on all addresses of this machine. */
export function isEveryAddress(host: string): boolean {
  return EVERY_ADDRESS.has(host);
}

/** The URL, without a trailing slash, at which a client on this machine reaches a server bound to `host`. */
export function localUrl(host: string, port: number): string {
  const reachable = isEveryAddress(host) ? '127.0.0.1' : host;
  const name = reachable.includes(':') ? `[${reachable}]` : reachable;
  return `http://${name}:${port}`;
}
