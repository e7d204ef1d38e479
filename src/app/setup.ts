import { clearGame } from '../domain/games/clear.ts';
import { ensureGame } from '../domain/games/games.ts';
import { applySeed, type Seed } from '../domain/catalogue/seed.ts';
import { ensureWebhook } from '../domain/webhooks/webhooks.ts';
import { boundTo, inTransaction, type DomainContext } from '../domain/model/context.ts';
import type { Game } from '../domain/model/game.ts';
import type { IdSource } from '../domain/model/ids.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * Creates what does not exist yet: the two games, the seed's items and the webhook of `--webhook`.
 *
 * @param idSource of the sandbox game, if it does not exist yet
 */
export function setUp(
  domain: DomainContext,
  settings: Pick<Settings, 'webhook' | 'webhookSecret'>,
  seed: Seed,
  idSource: IdSource,
): void {
  const sandbox = ensureGame(domain, 'sandbox', idSource);
  for (const game of [sandbox, ensureGame(domain, 'live')]) applySeed(boundTo(domain, game.id), game, seed);
  if (settings.webhook === null) return;
  ensureWebhook(boundTo(domain, sandbox.id), sandbox, settings.webhook, settings.webhookSecret);
}

/**
 * Resets one game to its state at the first start, without events. It keeps its id, and the webhook of `--webhook` its
 * secret, so that a game server that knows them still works.
 *
 * @throws StorageUnavailable when it could not be written
 */
export function startOver(domain: DomainContext, game: Game, settings: Settings, seed: Seed): void {
  const webhook = domain.store.tables.webhooks
    .by('game', game.id)
    .find(({ url }) => url === settings.webhook);
  inTransaction(domain, (tx) => {
    clearGame(tx, game.id);
    const { autoRefund = null, retrySchedule = null } = game.declared ?? {};
    tx.tables.games.put({ ...game, autoRefund, retrySchedule, resets: game.resets + 1 });
  });
  applySeed(domain, game, seed);
  if (settings.webhook === null || !game.sandbox || game.declared !== null) return;
  ensureWebhook(domain, game, settings.webhook, settings.webhookSecret ?? webhook?.secret ?? null);
}
