import { newId } from './ids.ts';
import type { Player, PlayerInfo } from './model/player.ts';
import { playerKey } from './tables.ts';
import type { Tx } from './world.ts';

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
    createdAt: tx.now,
    modifiedAt: tx.now,
  };
}

function learn(tx: Tx, player: Player, facts: PlayerFacts): Player {
  return {
    ...player,
    info: { ...player.info, ...facts.info },
    email: facts.email ?? player.email,
    country: facts.country ?? player.country,
    modifiedAt: tx.now,
  };
}
