import type { RequestListener } from 'node:http';
import type { Express } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { ensureGame } from '../../src/domain/games/games.ts';
import type { Event } from '../../src/domain/model/event.ts';
import type { Game } from '../../src/domain/model/game.ts';
import { RETRY_PRESETS } from '../../src/domain/model/retry-schedule.ts';
import { applySeed } from '../../src/domain/catalogue/seed.ts';
import type { Rules, DomainContext } from '../../src/domain/model/context.ts';
import { createApp } from '../../src/http/app.ts';
import type { AppContext, HttpConfig } from '../../src/http/server/app-context.ts';
import { createListener } from '../../src/http/listener.ts';
import { createApiLog } from '../../src/http/request-log/request-log.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';
import { sequenceIds } from './sequence-ids.ts';

export const SANDBOX_KEY = 's2s_sandbox_local';
export const LIVE_KEY = 's2s_live_local';

const RULES: Rules = {
  autoRefund: true,
  retrySchedule: RETRY_PRESETS.fast,
  orderTtlMs: 24 * 3_600_000,
  defaultCountry: 'US',
  disputeDelayMs: 2000,
  paymentFeePercent: 2.9,
  aghanimFeePercent: 5,
  taxPercent: 0,
  strictHttps: false,
  keepEvents: 10_000,
};

const CONFIG: HttpConfig = {
  publicUrl: null,
  sandboxKey: SANDBOX_KEY,
  liveKey: LIVE_KEY,
  allowedHosts: [],
  rateLimit: null,
  testerDrawer: true,
  version: '0.0.0-test',
};

/** Everything above the store, in memory and with time standing still; nothing is ever sent. */
export interface Fixture {
  readonly app: Express;
  /** What the server calls; it knows a shorter way to the S2S API than the app. */
  readonly listener: RequestListener;
  readonly domain: DomainContext;
  readonly clock: ManualClock;
  readonly game: Game;
  readonly live: Game;
  /** The S2S API as the sandbox game calls it; another key gives another game. */
  s2s(key?: string): ReturnType<typeof request.agent>;
  /** The sandbox game's events, oldest first. */
  events(): readonly Event[];
  eventTypes(): readonly string[];
}

export interface FixtureOptions {
  readonly rules?: Partial<Rules>;
  readonly config?: Partial<HttpConfig>;
}

export function createFixture({ rules, config }: FixtureOptions = {}): Fixture {
  const clock = manualClock();
  const domain: DomainContext = {
    store: createMemoryStore(),
    clock,
    ids: sequenceIds(),
    rules: { ...RULES, ...rules },
  };
  const [game, live] = [ensureGame(domain, 'sandbox'), ensureGame(domain, 'live')];
  for (const one of [game, live]) applySeed(domain, one, SEED);
  const app: AppContext = {
    domain,
    config: { ...CONFIG, ...config },
    log: pino({ level: 'silent' }),
    apiLog: createApiLog(1000),
    reset: () => undefined,
    isReady: () => true,
  };
  const expressApp = createApp(app);
  const events = () => domain.store.tables.events.by('game', game.id);
  return {
    app: expressApp,
    listener: createListener(app),
    domain,
    clock,
    game,
    live,
    s2s: (key = SANDBOX_KEY) => request.agent(expressApp).set('Authorization', `Bearer ${key}`),
    events,
    eventTypes: () => events().map((event) => event.type),
  };
}

const SEED = {
  items: [
    {
      sku: 'CRS-82500',
      name: 'Magic Crystals',
      description: 'Magic Crystals.',
      quantity: 82_500,
      price_decimal: 29.99,
      currency: 'USD',
    },
  ],
};
