import type { KeyObject } from 'node:crypto';
import {
  createPlatforms,
  paymentPlatforms,
  type Platforms,
  type PlatformSettings,
} from '../../src/app/platforms.ts';
import { applySeed } from '../../src/domain/catalogue/seed.ts';
import { ensureGame } from '../../src/domain/games/games.ts';
import type { DomainContext, Rules } from '../../src/domain/model/context.ts';
import type { Event } from '../../src/domain/model/event.ts';
import type { Game } from '../../src/domain/model/game.ts';
import { RETRY_PRESETS } from '../../src/domain/model/retry-schedule.ts';
import { createMemoryStore, type ClosableStore } from '../../src/store/memory-store.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';
import { sequenceIds } from './sequence-ids.ts';

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
  pauseWebhookAfterMs: null,
  keepEvents: 10_000,
  keepOrders: 100_000,
  maxBytes: 512 * 1024 * 1024,
};

const PLATFORM_SETTINGS: PlatformSettings = {
  s2sKey: 's2s_sandbox_local',
  liveS2sKey: 's2s_live_local',
  retrySchedule: RETRY_PRESETS.fast,
  midaspayMerchantId: 'M1000001',
  midaspayWebhook: null,
  midaspayRetrySchedule: RETRY_PRESETS.midasbuy,
};

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

/** The domain with a store in memory and a clock that stands still. It loads nothing of HTTP, and nothing is sent. */
export interface DomainFixture {
  readonly domain: DomainContext;
  readonly platforms: Platforms;
  readonly clock: ManualClock;
  /** The sandbox game. */
  readonly game: Game;
  readonly live: Game;
  /** The sandbox game's events, oldest first. */
  events(): readonly Event[];
  eventTypes(): readonly string[];
}

/**
 * @param merchantKey verifies requests to the MidasPay API
 * @param store by default one without a backing
 */
export function createDomainFixture(
  rules: Partial<Rules> = {},
  platformSettings: Partial<PlatformSettings> = {},
  merchantKey: KeyObject | null = null,
  store: ClosableStore = createMemoryStore(),
): DomainFixture {
  const clock = manualClock();
  const ids = sequenceIds();
  const platforms = createPlatforms({ ...PLATFORM_SETTINGS, ...platformSettings }, merchantKey, store, ids);
  const domain: DomainContext = {
    store,
    clock,
    ids,
    rules: { ...RULES, ...rules },
    platforms: paymentPlatforms(platforms),
  };
  const [game, live] = [ensureGame(domain, 'sandbox'), ensureGame(domain, 'live')];
  for (const one of [game, live]) applySeed(domain, one, SEED);
  const events = () => domain.store.tables.events.by('game', game.id);
  return {
    domain,
    platforms,
    clock,
    game,
    live,
    events,
    eventTypes: () => events().map((event) => event.type),
  };
}
