import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import type { Achievement, UnlockedAchievement } from '../model/achievement.ts';
import { Conflict, NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Player } from '../model/player.ts';
import { applyChange, type ChangeOf } from '../model/record.ts';
import { achievementKey, playerKey, type ReadTables } from '../model/tables.ts';
import { getPlayer } from '../players/players.ts';

export type NewAchievement = Pick<Achievement, 'name' | 'description' | 'imageUrl' | 'type' | 'position'>;
export type AchievementChange = ChangeOf<NewAchievement>;

/** The game's achievements by position. */
export function listAchievements(
  tables: Pick<ReadTables, 'achievements'>,
  gameId: string,
): readonly Achievement[] {
  return [...tables.achievements.by('game', gameId)].sort((a, b) => a.position - b.position);
}

/** @throws NotFound when the game has no such achievement. */
export function getAchievement(
  tables: Pick<ReadTables, 'achievements'>,
  gameId: string,
  id: string,
): Achievement {
  const achievement = tables.achievements.get(id);
  if (achievement?.gameId !== gameId) throw new NotFound(`Achievement ${JSON.stringify(id)} was not found.`);
  return achievement;
}

/** @throws Conflict when another achievement has the type. */
export function createAchievement(domain: DomainContext, game: Game, asked: NewAchievement): Achievement {
  return inTransaction(domain, (tx) => {
    refuseSharedType(tx, game.id, asked.type);
    const id = newId(tx.ids, 'achievement');
    const achievement = { ...asked, id, gameId: game.id, createdAt: tx.now, modifiedAt: tx.now };
    tx.tables.achievements.put(achievement);
    return achievement;
  });
}

/**
 * Fields that the change leaves out keep their values.
 *
 * @throws NotFound
 * @throws Conflict when another achievement has the type.
 */
export function updateAchievement(
  domain: DomainContext,
  game: Game,
  id: string,
  change: AchievementChange,
): Achievement {
  return inTransaction(domain, (tx) => {
    const changed = changeAchievement(tx, game, id, change);
    refuseSharedType(tx, game.id, changed.type, 1);
    return changed;
  });
}

/** All or nothing; achievements may exchange their types. @throws what `updateAchievement` throws */
export function updateAchievements(
  domain: DomainContext,
  game: Game,
  changes: readonly { readonly id: string; readonly change: AchievementChange }[],
): readonly Achievement[] {
  return inTransaction(domain, (tx) => {
    const changed = changes.map(({ id, change }) => changeAchievement(tx, game, id, change));
    for (const { type } of changed) refuseSharedType(tx, game.id, type, 1);
    return changed;
  });
}

function changeAchievement(tx: Tx, game: Game, id: string, change: AchievementChange): Achievement {
  const achievement = getAchievement(tx.tables, game.id, id);
  const changed = applyChange<Achievement>(achievement, { ...change, modifiedAt: tx.now });
  tx.tables.achievements.put(changed);
  return changed;
}

/** @throws Conflict when more than `allowed` achievements have the type. */
function refuseSharedType(tx: Tx, gameId: string, type: string, allowed = 0): void {
  if (tx.tables.achievements.count('type', achievementKey(gameId, type)) <= allowed) return;
  throw new Conflict(`Another achievement has the type ${JSON.stringify(type)}.`);
}

/** Deletes an achievement, and takes it from the players who have it. @throws NotFound */
export function deleteAchievement(domain: DomainContext, game: Game, id: string): void {
  inTransaction(domain, (tx) => {
    getAchievement(tx.tables, game.id, id);
    tx.tables.achievements.delete(id);
    for (const unlocked of tx.tables.unlockedAchievements.by('achievement', id)) {
      tx.tables.unlockedAchievements.delete(unlocked.id);
    }
  });
}

/**
 * Gives a player the achievement of this type. A player who has it keeps it, with the time of the first unlocking.
 *
 * @throws NotFound when the game has no such player, or no achievement of the type.
 */
export function unlockAchievement(domain: DomainContext, game: Game, type: string, playerId: string): void {
  inTransaction(domain, (tx) => {
    const player = getPlayer(tx.tables, game.id, playerId);
    if (!unlockIfThere(tx, player, type)) {
      throw new NotFound(`No achievement has the type ${JSON.stringify(type)}.`);
    }
  });
}

/** Gives a player the achievement of this type, if the game has one. Returns whether it does. */
export function unlockIfThere(tx: Tx, { gameId, playerId }: Player, type: string): boolean {
  const [achievement] = tx.tables.achievements.by('type', achievementKey(gameId, type));
  if (!achievement) return false;
  const { id: achievementId } = achievement;
  if (unlockedBy(tx.tables, gameId, playerId).some((known) => known.achievementId === achievementId))
    return true;
  const id = newId(tx.ids, 'unlockedAchievement');
  tx.tables.unlockedAchievements.put({ id, gameId, achievementId, playerId, unlockedAt: tx.now });
  return true;
}

/** The achievements that a player has, in the order of unlocking. */
export function unlockedBy(
  tables: Pick<ReadTables, 'unlockedAchievements'>,
  gameId: string,
  playerId: string,
): readonly UnlockedAchievement[] {
  return tables.unlockedAchievements.by('player', playerKey(gameId, playerId));
}
