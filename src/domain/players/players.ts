import { NotFound } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import type { Game } from '../model/game.ts';
import type { Player, PlayerInfo, PlayerProfile } from '../model/player.ts';
import { playerKey, type ReadTables } from '../model/store.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/** Of a player whom only orders told of. */
export const NO_PROFILE: PlayerProfile = { loyaltyPoints: 0, emailConsent: null, kept: {} };

/** What an order says about its player; what it leaves out stays as it was. */
export interface PlayerFacts {
  readonly playerId: string;
  readonly info: PlayerInfo | null;
  readonly email: string | null;
  readonly country: string | null;
}

/** The player, made now if the game never named it before. */
export function meetPlayer(tx: Tx, gameId: string, facts: PlayerFacts): Player {
  const known = tx.tables.players.get(playerKey(gameId, facts.playerId));
  if (known && !saysMore(facts)) return known;
  const player = known ? learn(tx, known, facts) : newPlayer(tx, gameId, facts);
  tx.tables.players.put(player);
  return player;
}

function saysMore(facts: PlayerFacts): boolean {
  return facts.info !== null || facts.email !== null || facts.country !== null;
}

function newPlayer(tx: Tx, gameId: string, facts: PlayerFacts): Player {
  return {
    id: playerKey(gameId, facts.playerId),
    gameId,
    playerId: facts.playerId,
    userId: newId(tx.ids, 'user'),
    info: facts.info ?? {},
    email: facts.email,
    country: facts.country,
    profile: NO_PROFILE,
    createdAt: tx.now,
    modifiedAt: tx.now,
  };
}

function learn(tx: Tx, player: Player, facts: Omit<PlayerFacts, 'playerId'>): Player {
  return {
    ...player,
    info: facts.info ? mergeInfo(player.info, facts.info) : player.info,
    email: facts.email ?? player.email,
    country: facts.country ?? player.country,
    modifiedAt: tx.now,
  };
}

/** Attributes are told one by one: those that are not told stay. */
function mergeInfo(known: PlayerInfo, told: PlayerInfo): PlayerInfo {
  const { attributes, custom_attributes: custom } = told;
  return {
    ...known,
    ...told,
    ...(attributes && { attributes: { ...known.attributes, ...attributes } }),
    ...(custom && { custom_attributes: { ...known.custom_attributes, ...custom } }),
  };
}

/** @throws NotFound when the game never named such a player. */
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

/** What the API tells of a player; what it leaves out stays as it was. */
export interface PlayerChange extends Omit<PlayerFacts, 'playerId'> {
  readonly kept: Readonly<Record<string, unknown>>;
}

/** @throws NotFound */
export function changePlayer(tx: Tx, game: Game, playerId: string, change: PlayerChange): Player {
  const player = learn(tx, getPlayer(tx.tables, game.id, playerId), change);
  return putProfile(tx, player, { kept: { ...player.profile.kept, ...change.kept } });
}

/** @throws NotFound */
export function issueLoyaltyPoints(
  domain: DomainContext,
  game: Game,
  playerId: string,
  amount: number,
): Player {
  return inTransaction(domain, (tx) => {
    const player = getPlayer(tx.tables, game.id, playerId);
    return putProfile(tx, player, { loyaltyPoints: player.profile.loyaltyPoints + amount });
  });
}
