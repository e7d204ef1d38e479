import type { Logger } from 'pino';
import type { DomainContext } from '../../domain/model/context.ts';
import type { Game } from '../../domain/model/game.ts';
import type { EventStreams } from './event-stream.ts';
import type { ApiFaults } from './api-faults.ts';
import type { RequestLog } from './request-log.ts';

/** How the HTTP floor was set up. */
export interface HttpConfig {
  /** Without a slash at its end; `null` means: as the caller reached us. */
  readonly publicUrl: string | null;
  readonly sandboxKey: string;
  readonly liveKey: string;
  /** Host names, besides the local ones, under which dashboard and control API may be reached. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may call the S2S API. */
  readonly allowedOrigins: readonly string[];
  /** S2S requests a minute and game; `null` for no limit. */
  readonly rateLimit: number | null;
  /** Whether the checkout page shows the tools of testers below itself. */
  readonly testerDrawer: boolean;
  readonly version: string;
}

/** What every handler works with. */
export interface AppContext {
  readonly domain: DomainContext;
  readonly config: HttpConfig;
  readonly log: Logger;
  /** The last requests to the S2S API. */
  readonly requestLog: RequestLog;
  /** The event streams of open pages. */
  readonly eventStreams: EventStreams;
  /** How requests to the S2S API are to fail. */
  readonly faults: ApiFaults;
  /** Adds the items of the seed to a new game. */
  readonly seedGame: (game: Game) => void;
  /** Puts a game back as it was at its first start: seeded, without orders, no event sent. */
  readonly reset: (game: Game) => void;
  /** True when the state is loaded and the port answers. */
  readonly isReady: () => boolean;
}
