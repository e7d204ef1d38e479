import { Conflict, invalidField, NotFound } from '../model/errors.ts';
import { type IdSource, newId } from '../model/ids.ts';
import { namedIds } from '../model/sequence-ids.ts';
import type { Branding, Game } from '../model/game.ts';
import { existing } from '../model/record.ts';
import { parseRetrySchedule, RETRY_SCHEDULE_NOTATION, type RetrySchedule } from '../model/retry-schedule.ts';
import type { Environment, ReadTables } from '../model/tables.ts';
import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';

export type { Environment };

/**
 * The game of an environment, created if the store has none.
 *
 * @param idSource `sequence` makes the ids of a new game, and those in it, follow from its name
 */
export function ensureGame(
  domain: DomainContext,
  environment: Environment,
  idSource: IdSource = 'random',
): Game {
  const known = findGame(domain.store.tables, environment);
  if (known) return known;
  return inTransaction(domain, (tx) => {
    const name = environment === 'sandbox' ? 'Sandbox game' : 'Live game';
    const ids = idSource === 'sequence' ? namedIds(name) : tx.ids;
    const company = [...tx.tables.games.all()][0]?.companyId ?? newId(ids, 'company');
    const game: Game = {
      id: newId(ids, 'game'),
      companyId: company,
      name,
      sandbox: environment === 'sandbox',
      autoRefund: null,
      retrySchedule: null,
      resets: 0,
      key: null,
      declared: null,
    };
    tx.tables.games.put(game);
    if (idSource === 'sequence') startSequence(tx, game);
    return game;
  });
}

/** Lets the ids of a game follow from its name from now on. */
export function startSequence({ tables }: Pick<Tx, 'tables'>, { id, name }: Game): void {
  tables.idSequences.put({ id, name, used: {}, kept: {} });
}

/** @throws NotFound before `ensureGame`. */
export function getGame(tables: Pick<ReadTables, 'games'>, environment: Environment): Game {
  const game = findGame(tables, environment);
  if (!game) throw new NotFound(`There is no ${environment} game.`);
  return game;
}

function findGame(tables: Pick<ReadTables, 'games'>, environment: Environment): Game | undefined {
  return tables.games.by('environment', environment)[0];
}

/** @throws Invalid at `field` of the body when `text` is not a retry schedule. */
export function readRetrySchedule(field: string, text: string): RetrySchedule {
  const schedule = parseRetrySchedule(text);
  if (schedule === null) {
    throw invalidField(
      [field],
      'invalid_retry_schedule',
      `The retry schedule must be ${RETRY_SCHEDULE_NOTATION}.`,
    );
  }
  return schedule;
}

/**
 * Changes what people see of a game; `null` for the branding goes back to the emulator's own look.
 *
 * @throws Conflict when another created game has the name
 */
export function changeLook(
  domain: DomainContext,
  { id }: Game,
  change: { readonly name?: string | undefined; readonly branding?: Branding | null | undefined },
): Game {
  return inTransaction(domain, (tx) => {
    const game = existing(tx.tables.games, id);
    const { name = game.name, branding = game.branding ?? null } = change;
    const taken = game.declared === null ? [] : tx.tables.games.by('name', name);
    if (taken.some((other) => other.id !== id)) {
      throw new Conflict(`Another game already has the name ${JSON.stringify(name)}.`);
    }
    const { branding: _old, ...rest } = game;
    const changed: Game = { ...rest, name, ...(branding !== null && { branding }) };
    tx.tables.games.put(changed);
    return changed;
  });
}

export type GameSettings = Pick<Game, 'autoRefund' | 'retrySchedule'>;

/** Overrides the settings that the process was started with; `null` restores them. */
export function changeSettings(domain: DomainContext, game: Game, settings: GameSettings): Game {
  return inTransaction(domain, (tx) => {
    const changed = { ...game, ...settings };
    tx.tables.games.put(changed);
    return changed;
  });
}
