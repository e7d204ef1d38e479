import { unlockIfThere } from '../achievements/achievements.ts';
import { type DomainContext, inTransaction } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { LoginToken, Player } from '../model/player.ts';
import { changePlayer, ensurePlayer } from '../players/players.ts';
import { forgetExpiredTokens, playerOf } from '../players/users.ts';
import type { VerifiedPlayer } from './answers.ts';

/** How long a player stays logged in on the hub page, in milliseconds. Our choice. */
const SESSION_TTL_MS = 60 * 60_000;

/**
 * Logs a player in whom the game has verified, and takes over what the game says about the player.
 *
 * @param verified the answer to `player.verify`; `null` if no webhook takes it
 * @param components the parts of a composite player id; `null` for other ids
 */
export function logIn(
  domain: DomainContext,
  game: Game,
  playerId: string,
  verified: VerifiedPlayer | null,
  components: Readonly<Record<string, unknown>> | null,
): LoginToken {
  return inTransaction(domain, (tx) => {
    forgetExpiredTokens(tx, game.id);
    let player = ensurePlayer(tx, game.id, playerId);
    if (verified) player = changePlayer(tx, game, playerId, changeOf(verified));
    unlockIfThere(tx, player, 'first_visit');
    if (components) tx.tables.players.put({ ...player, components });
    const session: LoginToken = {
      id: newId(tx.ids, 'loginToken'),
      gameId: game.id,
      userId: player.userId,
      expiresAt: tx.now + SESSION_TTL_MS,
      isSession: true,
    };
    tx.tables.loginTokens.put(session);
    return session;
  });
}

/** Fields that the answer leaves out, or has as null, keep their values. */
function changeOf({ player_id: _id, name, avatar_url, attributes, ...others }: VerifiedPlayer) {
  const { custom_attributes, email = null, country = null, ...kept } = others;
  return {
    info: {
      name,
      attributes,
      ...(avatar_url != null && { avatar_url }),
      ...(custom_attributes != null && { custom_attributes }),
    },
    email,
    country,
    kept: Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== null)),
  };
}

/** The player who is logged in on the hub page with this token; `null` without one. */
export function playerOfSession({ store, clock }: DomainContext, game: Game, token: string): Player | null {
  const session = store.tables.loginTokens.get(token);
  if (session?.gameId !== game.id || session.isSession !== true) return null;
  if (session.expiresAt <= clock.now()) return null;
  return playerOf(store.tables, game.id, session.userId) ?? null;
}

/** The players who are logged in on the hub page of the game. */
export function playersOnHub({ store, clock }: DomainContext, game: Game): readonly Player[] {
  const open = store.tables.loginTokens
    .by('game', game.id)
    .filter((token) => token.isSession === true && token.expiresAt > clock.now());
  const players = open.flatMap(({ userId }) => playerOf(store.tables, game.id, userId) ?? []);
  return [...new Set(players)];
}
