import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import type { GameEvent } from '../model/game-event.ts';
import { newId } from '../model/ids.ts';
import { ensurePlayer, getPlayer } from '../players/players.ts';

/** The events of players whom the game may name for the first time. */
const ARRIVALS: readonly string[] = ['game_login', 'game_register'];

const KEPT_EVENTS = 1000;
const KEPT_BYTES = 16 * 1024 * 1024;

/**
 * Records an event that a game reports. The player whom its data names is created by a registration or a login.
 *
 * @throws NotFound when another event names a player that the game has never named before.
 */
export function reportGameEvent(
  domain: DomainContext,
  game: Game,
  reported: Pick<GameEvent, 'type' | 'data' | 'happenedAt'>,
): GameEvent {
  return inTransaction(domain, (tx) => {
    const { player_id: named } = reported.data;
    const playerId = typeof named === 'string' && named !== '' ? named : null;
    if (playerId !== null && ARRIVALS.includes(reported.type)) ensurePlayer(tx, game.id, playerId);
    if (playerId !== null) getPlayer(tx.tables, game.id, playerId);
    const id = newId(tx.ids, 'gameEvent');
    const event = { ...reported, id, gameId: game.id, playerId, createdAt: tx.now };
    tx.tables.gameEvents.put(event);
    forgetOldest(tx);
    return event;
  });
}

/** Deletes the oldest reported events of all games until the others are few and small enough. */
function forgetOldest({ tables: { gameEvents } }: Tx): void {
  for (const { id } of gameEvents.all()) {
    if (gameEvents.size <= KEPT_EVENTS && gameEvents.bytes <= KEPT_BYTES) return;
    gameEvents.delete(id);
  }
}
