import { inTransaction, processOf, type DomainContext, type Tx } from '../model/context.ts';
import { Conflict, invalidField, NotFound } from '../model/errors.ts';
import type { Branding, DeclaredGame, Game } from '../model/game.ts';
import { type IdSource, newId } from '../model/ids.ts';
import { namedIds } from '../model/sequence-ids.ts';
import type { ReadTables } from '../model/tables.ts';
import { clearGame } from './clear.ts';
import { getGame, startSequence } from './games.ts';

/** What a game is created with. */
export interface AskedGame extends Omit<DeclaredGame, 'webhook' | 'file'> {
  readonly branding?: Branding | undefined;
  /** `null` for one made of the id. */
  readonly name: string | null;
  /** `sequence` makes them follow from the name. */
  readonly ids: IdSource;
  /** `null` for one that is made with the other ids. */
  readonly key: string | null;
}

/** How many games there can be, so that requests that create one cannot fill memory. */
const GAMES_LIMIT = 100_000;

/**
 * Creates a sandbox game with a key of its own. It has neither items nor webhooks yet.
 *
 * @throws Invalid when ids are to follow from a name that is missing
 * @throws Conflict when another game has the name
 */
export function createGame(domain: DomainContext, asked: AskedGame): Game {
  const { companyId } = getGame(domain.store.tables, 'sandbox');
  const { name, key, autoRefund, retrySchedule, items, branding } = asked;
  return inTransaction(processOf(domain), (tx) => {
    if (tx.tables.games.size >= GAMES_LIMIT)
      throw new Conflict(`There are ${GAMES_LIMIT} games; delete some.`);
    if (name !== null) refuseTakenName(tx, name);
    const ids = asked.ids === 'sequence' ? namedIds(nameFor(asked)) : tx.ids;
    const id = newId(ids, 'game');
    const game: Game = {
      id,
      companyId: asked.ids === 'sequence' ? newId(ids, 'company') : companyId,
      name: name ?? `Game ${id}`,
      sandbox: true,
      key: key ?? newId(ids, 'key'),
      autoRefund,
      retrySchedule,
      resets: 0,
      declared: { autoRefund, retrySchedule, items, webhook: null },
      ...(branding && { branding }),
    };
    tx.tables.games.put(game);
    if (asked.ids === 'sequence') startSequence(tx, game);
    return game;
  });
}

function nameFor({ name }: AskedGame): string {
  if (name !== null) return name;
  throw invalidField(['name'], 'name_missing', 'Give a name: ids that are a sequence follow from it.');
}

function refuseTakenName(tx: Tx, name: string): void {
  const [taken] = tx.tables.games.by('name', name);
  if (taken)
    throw new Conflict(`Game ${taken.id} already has the name ${JSON.stringify(name)}; delete it first.`);
}

/** The created game with this id. @throws NotFound */
export function getCreatedGame(tables: Pick<ReadTables, 'games'>, id: string): Game {
  const game = tables.games.get(id);
  if (game?.declared == null) throw new NotFound(`There is no created game ${JSON.stringify(id)}.`);
  return game;
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
    tx.tables.idSequences.delete(id);
    tx.tables.games.delete(id);
  });
}
