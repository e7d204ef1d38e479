import { Conflict, NotFound, invalidField } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import type { Game } from '../model/game.ts';
import type { LoginToken, Player, PlayerInfo, User } from '../model/player.ts';
import { getPlayer, ensurePlayer } from './players.ts';
import type { ReadTables } from '../model/tables.ts';
import { boundTo, inTransaction, type Tx, type DomainContext } from '../model/context.ts';

type UserTables = Pick<ReadTables, 'players' | 'freeUsers'>;

/** @throws NotFound when the game has no such user. */
export function getUser(tables: UserTables, gameId: string, userId: string): User {
  const player = playerOf(tables, gameId, userId);
  if (player) return userOf(player);
  const free = tables.freeUsers.get(userId);
  if (free?.gameId !== gameId) throw new NotFound(`User ${JSON.stringify(userId)} was not found.`);
  return { id: free.id, name: free.name, avatarUrl: free.avatarUrl, playerId: null };
}

/** The player that a user is linked to. */
export function playerOf(
  tables: Pick<ReadTables, 'players'>,
  gameId: string,
  userId: string,
): Player | undefined {
  return tables.players.by('user', userId).find((player) => player.gameId === gameId);
}

function userOf({ userId, info, playerId }: Player): User {
  return { id: userId, name: info.name ?? null, avatarUrl: info.avatar_url ?? null, playerId };
}

/** Our choice: the documents say "a short period". */
const TOKEN_TTL_MS = 5 * 60_000;

/** Creates a token that logs the player in, and the player if the game has never named it. */
export function authorizePlayer(
  domain: DomainContext,
  game: Game,
  playerId: string,
  info: PlayerInfo | null,
): LoginToken {
  return inTransaction(domain, (tx) => {
    forgetExpiredTokens(tx, game.id);
    const { userId } = ensurePlayer(tx, game.id, playerId, { info, email: null, country: null });
    const expiresAt = tx.now + TOKEN_TTL_MS;
    const token = { id: newId(tx.ids, 'loginToken'), gameId: game.id, userId, expiresAt };
    tx.tables.loginTokens.put(token);
    return token;
  });
}

/** Deletes the game's tokens that nobody can use any more. Each game has its own time. */
export function forgetExpiredTokens(tx: Tx, gameId: string): void {
  const old = tx.tables.loginTokens.by('game', gameId).filter((token) => token.expiresAt <= tx.now);
  for (const { id } of old) tx.tables.loginTokens.delete(id);
}

/**
 * The user that a token logs in. A token works once.
 *
 * @throws Invalid when the token is unknown, used or expired.
 */
export function authenticateUser(domain: DomainContext, game: Game, token: string): User {
  return inTransaction(domain, (tx) => {
    const known = tx.tables.loginTokens.get(token);
    if (known?.gameId !== game.id || known.isSession === true || known.expiresAt <= tx.now) {
      throw invalidField(
        ['token'],
        'invalid_token',
        'This token is unknown, was used before or has expired.',
      );
    }
    tx.tables.loginTokens.delete(token);
    return getUser(tx.tables, game.id, known.userId);
  });
}

/**
 * Links a player to the user. The user that the player was linked to is left without a player.
 *
 * @throws NotFound when there is no such user.
 * @throws Conflict when the user has another player.
 */
export function linkPlayer(domain: DomainContext, game: Game, userId: string, playerId: string): User {
  return inTransaction(domain, (tx) => {
    const user = getUser(tx.tables, game.id, userId);
    if (user.playerId === playerId) return user;
    if (user.playerId !== null) {
      throw new Conflict(`User ${userId} is already linked to player ${JSON.stringify(user.playerId)}.`);
    }
    const player = ensurePlayer(tx, game.id, playerId);
    setFree(tx, player);
    tx.tables.freeUsers.delete(userId);
    return userOf(moveTo(tx, player, userId));
  });
}

/**
 * Unlinks a player from the user, who is left without a player. The player gets a new user.
 *
 * @throws NotFound when there is no such user or player.
 * @throws Conflict when they are not linked.
 */
export function unlinkPlayer(domain: DomainContext, game: Game, userId: string, playerId: string): User {
  return inTransaction(domain, (tx) => {
    getUser(tx.tables, game.id, userId);
    const player = getPlayer(tx.tables, game.id, playerId);
    if (player.userId !== userId) {
      throw new Conflict(`Player ${JSON.stringify(playerId)} is not linked to user ${userId}.`);
    }
    setFree(tx, player);
    moveTo(tx, player, newId(tx.ids, 'user'));
    return getUser(tx.tables, game.id, userId);
  });
}

function setFree(tx: Tx, { gameId, userId, info }: Player): void {
  const [name, avatarUrl] = [info.name ?? null, info.avatar_url ?? null];
  tx.tables.freeUsers.put({ id: userId, gameId, name, avatarUrl });
}

function moveTo(tx: Tx, player: Player, userId: string): Player {
  const moved = { ...player, userId, modifiedAt: tx.now };
  tx.tables.players.put(moved);
  return moved;
}

/** The player that a token logs in; `null` if the token is invalid. Does not use the token up. */
export function playerOfToken(domain: DomainContext, token: string): Player | null {
  const { store } = domain;
  const known = store.tables.loginTokens.get(token);
  if (!known || known.isSession === true) return null;
  if (known.expiresAt <= boundTo(domain, known.gameId).clock.now()) return null;
  return playerOf(store.tables, known.gameId, known.userId) ?? null;
}
