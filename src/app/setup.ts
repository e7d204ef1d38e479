import { clearGame } from '../domain/games/clear.ts';
import { ensureGame } from '../domain/games/games.ts';
import { applySeed } from '../domain/catalogue/seed.ts';
import { ensureWebhook } from '../domain/webhooks/webhooks.ts';
import { boundTo, inOneTransaction, inTransaction, type DomainContext } from '../domain/model/context.ts';
import type { Game } from '../domain/model/game.ts';
import type { IdSource } from '../domain/model/ids.ts';
import { existing } from '../domain/model/record.ts';
import { importContent, importGame } from '../http/game-file/import.ts';
import type { GameFile } from '../http/game-file/schema.ts';
import { secretsOf, withSecrets } from '../http/game-file/transfer.ts';
import type { Settings } from '../settings/settings.ts';
import type { StartingData } from './seed-file.ts';

/**
 * Creates what does not exist yet: the two games, the seed's items and the webhook of `--webhook`. A game file makes the
 * sandbox game at its first start, and later starts leave the game as it is.
 *
 * @param idSource of the sandbox game, if it does not exist yet
 */
export function setUp(
  domain: DomainContext,
  settings: Pick<Settings, 'webhook' | 'webhookSecret'>,
  seed: StartingData,
  idSource: IdSource,
): void {
  const isNew = domain.store.tables.games.by('environment', 'sandbox').length === 0;
  const isSequence = 'format' in seed && seed.ids === 'sequence';
  const sandbox = ensureGame(domain, 'sandbox', isSequence ? 'sequence' : idSource);
  const live = ensureGame(domain, 'live');
  if (!('format' in seed) || isNew) {
    for (const game of [sandbox, live]) seedGame(boundTo(domain, game.id), game, seed);
  }
  if (settings.webhook === null) return;
  ensureWebhook(boundTo(domain, sandbox.id), sandbox, settings.webhook, settings.webhookSecret);
}

/**
 * Gives a game what new games have. Of a game file, only the sandbox game gets all: a webhook, settings and a look are
 * those of one game.
 *
 * @throws Invalid, Conflict when the seed contradicts itself
 */
export function seedGame(domain: DomainContext, game: Game, seed: StartingData): void {
  if (!('format' in seed)) {
    applySeed(domain, game, seed);
    return;
  }
  inOneTransaction(domain, (joined) => {
    importSeed(joined, game, seed);
  });
}

function importSeed(joined: DomainContext, game: Game, file: GameFile): void {
  if (!game.sandbox || game.declared !== null) {
    importContent(joined, game, file);
    return;
  }
  inTransaction(joined, ({ tables }) => {
    tables.games.put({ ...existing(tables.games, game.id), name: file.name });
  });
  importGame(joined, game, file);
}

/**
 * Resets one game to its state at the first start, without events. It keeps its id, and the webhook of `--webhook` its
 * secret, so that a game server that knows them still works.
 *
 * @throws StorageUnavailable when it could not be written
 */
export function startOver(domain: DomainContext, game: Game, settings: Settings, seed: StartingData): void {
  const secrets = secretsOf(domain.store.tables, game.id);
  const webhook = domain.store.tables.webhooks
    .by('game', game.id)
    .find(({ url }) => url === settings.webhook);
  inTransaction(domain, (tx) => {
    clearGame(tx, game.id);
    const { autoRefund = null, retrySchedule = null } = game.declared ?? {};
    tx.tables.games.put({ ...game, autoRefund, retrySchedule, resets: game.resets + 1 });
  });
  if (game.declared?.file === undefined) reseed(domain, game, seed, secrets);
  if (settings.webhook === null || !game.sandbox || game.declared !== null) return;
  ensureWebhook(domain, game, settings.webhook, settings.webhookSecret ?? webhook?.secret ?? null);
}

/** The sandbox game keeps its name and its look, which are no data of tests. */
function reseed(
  domain: DomainContext,
  game: Game,
  seed: StartingData,
  secrets: ReadonlyMap<string, string>,
): void {
  if (!('format' in seed)) {
    applySeed(domain, game, seed);
    return;
  }
  const { name, branding, scenarios } = game;
  inOneTransaction(domain, (joined) => {
    importSeed(joined, game, withSecrets(seed, secrets));
    inTransaction(joined, ({ tables }) => {
      tables.games.put({ ...existing(tables.games, game.id), name, branding, scenarios });
    });
  });
}
