import { NotFound } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import type { Game } from '../model/game.ts';
import type { Player, PlayerInfo, PlayerProfile } from '../model/player.ts';
import { playerKey, type ReadTables } from '../model/tables.ts';
import type { Tx } from '../model/context.ts';

/** The profile of a player that is known only from orders. */
export const NO_PROFILE: PlayerProfile = { loyaltyPoints: 0, emailConsent: null, kept: {} };

/** What an order or a request says about a player; `null` leaves the known value as it is. */
export interface PlayerDetails {
  readonly info: PlayerInfo | null;
  readonly email: string | null;
  readonly country: string | null;
}

const NO_DETAILS: PlayerDetails = { info: null, email: null, country: null };

/** The player with these details, created if the game has never named it before. */
export function ensurePlayer(
  tx: Tx,
  gameId: string,
  playerId: string,
  details: PlayerDetails = NO_DETAILS,
): Player {
  const known = tx.tables.players.get(playerKey(gameId, playerId));
  if (known && !hasDetails(details)) return known;
  const player = known ? withDetails(tx, known, details) : newPlayer(tx, gameId, playerId, details);
  tx.tables.players.put(player);
  return player;
}

function hasDetails({ info, email, country }: PlayerDetails): boolean {
  return info !== null || email !== null || country !== null;
}

function newPlayer(tx: Tx, gameId: string, playerId: string, details: PlayerDetails): Player {
  return {
    id: playerKey(gameId, playerId),
    gameId,
    playerId,
    userId: newId(tx.ids, 'user'),
    info: details.info ?? {},
    email: details.email,
    country: details.country,
    profile: NO_PROFILE,
    createdAt: tx.now,
    modifiedAt: tx.now,
  };
}

function withDetails(tx: Tx, player: Player, { info, email, country }: PlayerDetails): Player {
  return {
    ...player,
    info: info ? mergeInfo(player.info, info) : player.info,
    email: email ?? player.email,
    country: country ?? player.country,
    modifiedAt: tx.now,
  };
}

/** Merges the attributes one by one: those that `given` leaves out keep their values. */
function mergeInfo(known: PlayerInfo, given: PlayerInfo): PlayerInfo {
  const { attributes, custom_attributes: custom } = given;
  return {
    ...known,
    ...given,
    ...(attributes && { attributes: { ...known.attributes, ...attributes } }),
    ...(custom && { custom_attributes: { ...known.custom_attributes, ...custom } }),
  };
}

/** @throws NotFound when the game has never named such a player. */
export function getPlayer(tables: Pick<ReadTables, 'players'>, gameId: string, playerId: string): Player {
  const player = tables.players.get(playerKey(gameId, playerId));
  if (!player) throw new NotFound(`Player ${JSON.stringify(playerId)} was not found.`);
  return player;
}

export function putProfile(tx: Tx, player: Player, change: Partial<PlayerProfile>): Player {
  const profile = { ...player.profile, ...change };
  const changed = { ...player, profile, modifiedAt: tx.now };
  tx.tables.players.put(changed);
  return changed;
}

/** What a request changes of a player; `null` leaves the known value as it is. */
export interface PlayerChange extends PlayerDetails {
  readonly kept: Readonly<Record<string, unknown>>;
}

/** @throws NotFound */
export function changePlayer(tx: Tx, game: Game, playerId: string, change: PlayerChange): Player {
  const player = withDetails(tx, getPlayer(tx.tables, game.id, playerId), change);
  return putProfile(tx, player, { kept: { ...player.profile.kept, ...change.kept } });
}
