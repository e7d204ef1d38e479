import type { Logger } from 'pino';
import { boundTo, type DomainContext } from '../../domain/model/context.ts';
import type { Delivery } from '../../domain/model/delivery.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Coverage } from '../../fidelity/coverage.ts';
import type { ActivityLog } from './activity-log.ts';
import type { RunTimeSettings } from '../../settings/run-time.ts';
import type { EventStreams } from './event-stream.ts';
import type { PageViews } from './page-views.ts';
import type { ApiFaults } from './api-faults.ts';
import type { GameUses } from './game-uses.ts';
import type { PasswordGuard } from './password.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { RequestLog } from './request-log.ts';
import type { UnreadAnswers } from './unread-answers.ts';
import type { Turns } from './turns.ts';

/** The settings of the HTTP server. */
export interface HttpConfig {
  /** Without a slash at its end; `null` stands for the host name that the request was sent to. */
  readonly publicUrl: string | null;
  readonly sandboxKey: string;
  readonly liveKey: string;
  /** Host names, besides the local ones, under which dashboard and control API may be reached. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may call the S2S API. */
  readonly allowedOrigins: readonly string[];
  /** Protects dashboard and control API; `null` protects nothing. */
  readonly password: string | null;
  /** S2S requests a minute and game; `null` for no limit. */
  readonly rateLimit: number | null;
  /** Whether the sandbox game's key with a suffix, such as `+worker3`, creates a game. */
  readonly gamesOnDemand: boolean;
  /** Whether the checkout page shows the tools of testers below itself. */
  readonly testerDrawer: boolean;
  readonly version: string;
}

/** Signatures of Aghanim's webhooks, apart from deliveries. */
export interface Signatures {
  /** The headers of a request with this body that is sent at `now`. */
  headers(secret: string, body: string, now: number): Readonly<Record<string, string>>;
  /** What was done wrong to get a signature; `null` when it is right. */
  explain(game: Game, secret: string, body: string, timestamp: string, signature: string): string | null;
}

/** What every handler needs to answer a request. */
export interface AppContext {
  readonly domain: DomainContext;
  readonly config: HttpConfig;
  /** The settings of the process, some of which people change while it runs. */
  readonly settings: RunTimeSettings;
  /** The operations of the S2S API and how they are served. */
  readonly coverage: Coverage;
  /** Names such as `POST /v1/orders` of all operations that a game can call, of every platform. */
  readonly operationNames: ReadonlySet<string>;
  readonly log: Logger;
  /** The last requests to the S2S API. */
  readonly requestLog: RequestLog;
  /** What happened in all games, in order. */
  readonly activity: ActivityLog;
  /** Large answers that their clients have not read yet. */
  readonly unreadAnswers: UnreadAnswers;
  /** When checkout pages were first opened. */
  readonly pageViews: PageViews;
  /** The event streams of open pages. */
  readonly eventStreams: EventStreams;
  /** Lets only callers with the password at dashboard and control API. */
  readonly passwordGuard: PasswordGuard;
  /** How requests to the S2S API are to fail. */
  readonly faults: ApiFaults;
  /** What links for other devices begin with, given what those for this browser do; `null` when they can't connect. */
  readonly baseForOtherDevices: (base: string) => string | null;
  /** Counts S2S requests. */
  readonly rateLimiter: RateLimiter;
  /** Knows which created games are called. */
  readonly gameUses: GameUses;
  /** The requests that move the clock of a game, one after another. */
  readonly clockTurns: Turns;
  /**
   * The headers with which a delivery would be sent now; `null` when nothing can sign it at once, because its webhook
   * was deleted or its platform signs elsewhere.
   */
  readonly signDelivery: (delivery: Delivery) => Readonly<Record<string, string>> | null;
  readonly signatures: Signatures;
  /** Adds the items of the seed to a new game. */
  readonly seedGame: (game: Game) => void;
  /** Restores the state of a game's first start: the seed only. No event is sent. */
  readonly reset: (game: Game) => void;
  /** Whether the state is loaded and the server listens. */
  readonly isReady: () => boolean;
}

/** What a request about one game works with: the time is that of the game. */
export function appFor(app: AppContext, game: Game): AppContext {
  // To copy so many fields would take a tenth of the time of reading an order.
  const domain = { value: boundTo(app.domain, game.id), enumerable: true };
  return Object.create(app, { domain }) as AppContext;
}
