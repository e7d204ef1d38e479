import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import { Conflict, NotFound } from '../model/errors.ts';
import type { DeclaredGame, Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { ReadTables } from '../model/tables.ts';
import { clearGame } from './clear.ts';
import { getGame } from './games.ts';

/**
 * Creates a sandbox game with a key of its own. It has neither items nor webhooks yet.
 *
 * @param name `null` for one made of the id
 * @throws Conflict when another game has the name
 */
export function createGame(
  domain: DomainContext,
  name: string | null,
  declared: Omit<DeclaredGame, 'webhook'>,
): Game {
  const { companyId } = getGame(domain.store.tables, 'sandbox');
  return inTransaction(domain, (tx) => {
    const id = newId(tx.ids, 'game');
    if (name !== null) refuseTakenName(tx, name);
    const game: Game = {
      id,
      companyId,
      name: name ?? `Game ${id}`,
      sandbox: true,
      key: newId(tx.ids, 'key'),
      autoRefund: declared.autoRefund,
      retrySchedule: declared.retrySchedule,
      resets: 0,
      declared: { ...declared, webhook: null },
    };
    tx.tables.games.put(game);
    return game;
  });
}

function refuseTakenName(tx: Tx, name: string): void {
  const [taken] = tx.tables.games.by('name', name);
  if (taken)
    throw new Conflict(`Game ${taken.id} already has the name ${JSON.stringify(name)}; delete it first.`);
}

/** The game that was created with this key. */
export function findGameByKey(tables: Pick<ReadTables, 'games'>, key: string): Game | undefined {
  return tables.games.by('key', key)[0];
}

/**
 * Deletes a game and everything that belongs to it. Publishes no event.
 *
 * @throws NotFound
 * @throws Conflict for the two games that every emulator has.
 */
export function deleteGame(domain: DomainContext, id: string): void {
  inTransaction(domain, (tx) => {
    const game = tx.tables.games.get(id);
    if (!game) throw new NotFound(`Game ${JSON.stringify(id)} was not found.`);
    if (game.declared === null) throw new Conflict(`${game.name} ${id} can't be deleted; reset it instead.`);
    clearGame(tx, id);
    tx.tables.games.delete(id);
  });
}
