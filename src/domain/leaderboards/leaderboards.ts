import { inTransaction, type DomainContext } from '../model/context.ts';
import { NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Leaderboard } from '../model/leaderboard.ts';
import { applyChange, type ChangeOf } from '../model/record.ts';
import type { ReadTables } from '../model/tables.ts';

export type NewLeaderboard = Pick<Leaderboard, 'name' | 'description' | 'visibility' | 'startAt' | 'endAt'>;

/** @throws NotFound when the game has no such leaderboard. */
export function getLeaderboard(
  tables: Pick<ReadTables, 'leaderboards'>,
  gameId: string,
  id: string,
): Leaderboard {
  const leaderboard = tables.leaderboards.get(id);
  if (leaderboard?.gameId !== gameId) throw new NotFound(`Leaderboard ${JSON.stringify(id)} was not found.`);
  return leaderboard;
}

export function createLeaderboard(domain: DomainContext, game: Game, asked: NewLeaderboard): Leaderboard {
  return inTransaction(domain, (tx) => {
    const id = newId(tx.ids, 'leaderboard');
    const leaderboard = { ...asked, id, gameId: game.id, createdAt: tx.now, modifiedAt: tx.now };
    tx.tables.leaderboards.put(leaderboard);
    return leaderboard;
  });
}

/** Fields that the change leaves out keep their values. @throws NotFound */
export function updateLeaderboard(
  domain: DomainContext,
  game: Game,
  id: string,
  change: ChangeOf<NewLeaderboard>,
): Leaderboard {
  return inTransaction(domain, (tx) => {
    const leaderboard = getLeaderboard(tx.tables, game.id, id);
    const changed = applyChange<Leaderboard>(leaderboard, { ...change, modifiedAt: tx.now });
    tx.tables.leaderboards.put(changed);
    return changed;
  });
}

/** Deletes a leaderboard with its members. @throws NotFound */
export function deleteLeaderboard(domain: DomainContext, game: Game, id: string): void {
  inTransaction(domain, (tx) => {
    getLeaderboard(tx.tables, game.id, id);
    tx.tables.leaderboards.delete(id);
    for (const member of tx.tables.leaderboardMembers.by('leaderboard', id)) {
      tx.tables.leaderboardMembers.delete(member.id);
    }
  });
}
