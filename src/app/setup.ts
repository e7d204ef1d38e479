import { ensureGame } from '../domain/games/games.ts';
import { applySeed, type Seed } from '../domain/catalogue/seed.ts';
import { ensureWebhook } from '../domain/webhooks/webhooks.ts';
import type { DomainContext } from '../domain/model/context.ts';
import type { Settings } from '../settings/settings.ts';
import type { ClosableStore } from '../store/memory-store.ts';

/** Creates what does not exist yet: the two games, the seed's items and the webhook of `--webhook`. */
export function setUp(
  domain: DomainContext,
  settings: Pick<Settings, 'webhook' | 'webhookSecret'>,
  seed: Seed,
): void {
  for (const environment of ['sandbox', 'live'] as const) {
    applySeed(domain, ensureGame(domain, environment), seed);
  }
  if (settings.webhook === null) return;
  ensureWebhook(domain, ensureGame(domain, 'sandbox'), settings.webhook, settings.webhookSecret);
}

/**
 * Resets the state to that of the first start, without events. The games keep their ids, and the webhook of
 * `--webhook` its secret, so that a game server that knows them still works.
 *
 * @throws StorageUnavailable when it could not be written
 */
export function startOver(store: ClosableStore, domain: DomainContext, settings: Settings, seed: Seed): void {
  const games = [...store.tables.games.all()];
  const webhook = [...store.tables.webhooks.all()].find(({ url }) => url === settings.webhook);
  store.clear();
  store.transact((tables) => {
    for (const game of games) tables.games.put({ ...game, autoRefund: null, retrySchedule: null });
  });
  const webhookSecret = settings.webhookSecret ?? webhook?.secret ?? null;
  setUp(domain, { webhook: settings.webhook, webhookSecret }, seed);
}
