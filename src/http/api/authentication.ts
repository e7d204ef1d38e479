import { getGame } from '../../domain/games/games.ts';
import { findGameByKey } from '../../domain/games/test-games.ts';
import type { Game } from '../../domain/model/game.ts';
import { nearestName } from '../../domain/model/nearest.ts';
import type { AppContext } from '../server/app-context.ts';
import { HttpRefusal } from '../server/problems.ts';

/**
 * The game whose API key the request carries: `Bearer KEY`, or `Basic` with the key as user name and an
 * empty password.
 *
 * @throws HttpRefusal 401 without a key, or with an unknown one
 */
export function authenticate(app: AppContext, authorization: string | undefined): Game {
  const key = authorization === undefined ? null : keyOf(authorization);
  const { sandboxKey, liveKey } = app.config;
  if (key === sandboxKey) return getGame(app.domain.store.tables, 'sandbox');
  if (key === liveKey) return getGame(app.domain.store.tables, 'live');
  const { tables } = app.domain.store;
  const created = key === null ? undefined : findGameByKey(tables, key);
  if (created) return created;
  const keys = [sandboxKey, liveKey, ...Array.from(tables.games.all(), (game) => game.key ?? '')];
  throw new HttpRefusal(401, reason(authorization, key, keys), {
    'WWW-Authenticate': 'Bearer',
  });
}

function keyOf(authorization: string): string | null {
  const [, scheme = '', credentials = ''] = /^(\w+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return null;
  const [user = '', password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return password === '' || password === undefined ? user : null;
}

function reason(authorization: string | undefined, key: string | null, keys: readonly string[]): string {
  if (authorization === undefined) {
    return 'Not authenticated: send the S2S key as "Authorization: Bearer KEY", or as Basic user name.';
  }
  const near = key === null ? null : nearestName(key, keys);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  return `Not authenticated: the key is not one of this emulator (--s2s-key, --live-s2s-key).${hint}`;
}
