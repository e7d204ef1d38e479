import { ensureGame } from './domain/games.ts';
import { applySeed, type Seed } from './domain/seed.ts';
import { ensureWebhook } from './domain/webhooks.ts';
import type { World } from './domain/world.ts';
import type { Settings } from './settings/settings.ts';
import type { OwnedStore } from './store/memory-store.ts';

/** Makes what every start finds: the two games, the seed's catalogue, the webhook of `--webhook`. */
export function setUp(world: World, settings: Pick<Settings, 'webhook' | 'webhookSecret'>, seed: Seed): void {
  for (const environment of ['sandbox', 'live'] as const) {
    applySeed(world, ensureGame(world, environment), seed);
  }
  if (settings.webhook === null) return;
  ensureWebhook(world, ensureGame(world, 'sandbox'), settings.webhook, settings.webhookSecret);
}

/**
 * Back to the first start, and no event tells of it. The games keep their ids and the webhook of `--webhook`
 * its secret, so that a game server that knows them goes on working.
 *
 * @throws StorageUnavailable when it could not be written.
 */
export function startOver(store: OwnedStore, world: World, settings: Settings, seed: Seed): void {
  const games = [...store.tables.games.all()];
  const webhook = [...store.tables.webhooks.all()].find(({ url }) => url === settings.webhook);
  store.clear();
  store.transact((tables) => {
    for (const game of games) tables.games.put({ ...game, autoRefund: null, retrySchedule: null });
  });
  const webhookSecret = settings.webhookSecret ?? webhook?.secret ?? null;
  setUp(world, { webhook: settings.webhook, webhookSecret }, seed);
}
