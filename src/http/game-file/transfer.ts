import { clearGame } from '../../domain/games/clear.ts';
import { createGame } from '../../domain/games/test-games.ts';
import { boundTo, inOneTransaction, inTransaction, processOf } from '../../domain/model/context.ts';
import type { Game } from '../../domain/model/game.ts';
import { existing } from '../../domain/model/record.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { parse } from '../api/validation.ts';
import { declareItems } from '../s2s/declared.ts';
import { itemCreateSchema } from '../s2s/items/item-schemas.ts';
import type { AppContext } from '../server/app-context.ts';
import { importGame } from './import.ts';
import { gameFileSchema, type GameFile } from './schema.ts';

/**
 * Makes a new game of a file, all of it or nothing. It has a key of its own.
 *
 * @param name instead of the one in the file; one that is taken gets a number when it comes from the file
 * @throws Invalid with the places in the file that are wrong
 * @throws Conflict when another game has the given name
 */
export function importAsNew(app: AppContext, file: GameFile, name?: string): Game {
  const game = inOneTransaction(processOf(app.domain), (joined) => {
    const { tables } = joined.store;
    const created = createGame(joined, {
      name: name ?? freeName(tables, file.name),
      ids: file.ids,
      key: null,
      autoRefund: null,
      retrySchedule: null,
      items: [],
    });
    importGame(boundTo(joined, created.id), created, file);
    return declareFile(joined.store.tables, boundTo(joined, created.id), created.id, file);
  });
  app.gameUses.note(game.id);
  return game;
}

/**
 * Puts the game of a file in the place of everything that a game has, its orders and players included: all of it or
 * nothing. The game keeps its id and its key.
 *
 * @throws Invalid with the places in the file that are wrong
 */
export function importInto(app: AppContext, game: Game, file: GameFile): Game {
  const secrets = secretsOf(app.domain.store.tables, game.id);
  const imported = inOneTransaction(app.domain, (joined) => {
    inTransaction(joined, (tx) => {
      clearGame(tx, game.id);
      const name = game.declared === null ? file.name : freeName(tx.tables, file.name, game.id);
      tx.tables.games.put({ ...existing(tx.tables.games, game.id), name, resets: game.resets + 1 });
    });
    importGame(joined, game, withSecrets(file, secrets));
    return game.declared === null
      ? existing(joined.store.tables.games, game.id)
      : declareFile(joined.store.tables, joined, game.id, file);
  });
  forgetRequests(app, game);
  return imported;
}

function declareFile(
  tables: ReadTables,
  domain: Parameters<typeof inTransaction>[0],
  gameId: string,
  file: GameFile,
): Game {
  const declared = { autoRefund: null, retrySchedule: null, webhook: null, items: [], file };
  const game = { ...existing(tables.games, gameId), declared };
  inTransaction(domain, (tx) => {
    tx.tables.games.put(game);
  });
  return game;
}

/**
 * Puts a game back to its first start, with what it was created with. It keeps its name, its look and its scenarios,
 * which are no data of tests.
 */
export function restoreGame(app: AppContext, { id }: Game): void {
  const { tables } = app.domain.store;
  const game = existing(tables.games, id);
  const secrets = secretsOf(tables, id);
  app.reset(game);
  const { declared } = game;
  if (declared === null) return;
  if (declared.file !== undefined) {
    const file = parse(gameFileSchema, declared.file, 'file');
    inOneTransaction(app.domain, (joined) => {
      importGame(joined, game, withSecrets(file, secrets));
      inTransaction(joined, (tx) => {
        const { branding, scenarios } = game;
        tx.tables.games.put({ ...existing(tx.tables.games, id), branding, scenarios });
      });
    });
    return;
  }
  const { items, webhook } = declared;
  declareItems(
    app,
    game,
    items.map((item) => parse(itemCreateSchema, item, 'body')),
  );
  if (webhook === null) return;
  inTransaction(app.domain, (tx) => {
    tx.tables.webhooks.put(webhook);
  });
}

/** The secrets of a game's webhooks, by URL: a game server that knows one still works after a reset. */
export function secretsOf(tables: ReadTables, gameId: string): ReadonlyMap<string, string> {
  return new Map(tables.webhooks.by('game', gameId).map(({ url, secret }) => [url, secret]));
}

export function withSecrets(file: GameFile, secrets: ReadonlyMap<string, string>): GameFile {
  const webhooks = file.webhooks.map((webhook) => ({
    ...webhook,
    secret: webhook.secret ?? secrets.get(webhook.url),
  }));
  return { ...file, webhooks };
}

function forgetRequests(app: AppContext, { id }: Game): void {
  app.requestLog.clear(id);
  app.rateLimiter.clear(id);
  app.faults.clear(id);
}

const LONGEST_NAME = 100;

/** The name, with a number if another created game has it. */
function freeName(tables: ReadTables, name: string, gameId?: string): string {
  const isTaken = (wanted: string) => tables.games.by('name', wanted).some(({ id }) => id !== gameId);
  let free = name;
  for (let count = 2; isTaken(free); count += 1) {
    const ending = ` (${count})`;
    free = name.slice(0, LONGEST_NAME - ending.length) + ending;
  }
  return free;
}
