import { getGame } from '../../domain/games/games.ts';
import { createGame, findGameByKey } from '../../domain/games/test-games.ts';
import type { Game } from '../../domain/model/game.ts';
import { nearestName } from '../../domain/model/nearest.ts';
import type { AppContext } from '../server/app-context.ts';
import { basicCredentials } from '../server/password.ts';
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
  const demanded = key === null ? null : createOnDemand(app, key);
  if (demanded) return demanded;
  // On a shared machine, a hint must not tell a key.
  const known = app.config.password === null ? keysOf(app) : [];
  throw new HttpRefusal(401, reason(authorization, key, known), {
    'WWW-Authenticate': 'Bearer',
  });
}

/**
 * The game of a caller of the control API. Where a password protects it, basic authentication has the password, and the
 * user name selects the game: by its API key, else the sandbox game.
 *
 * @throws HttpRefusal 401 for an unknown key, or a user name that resembles a key
 */
export function authenticateCaller(app: AppContext, authorization: string): Game {
  const credentials = basicCredentials(authorization);
  if (app.config.password === null || !credentials || credentials.password === '') {
    return authenticate(app, authorization);
  }
  const { user } = credentials;
  const { tables } = app.domain.store;
  const { sandboxKey, liveKey } = app.config;
  if (user === liveKey) return getGame(tables, 'live');
  const created = findGameByKey(tables, user) ?? createOnDemand(app, user);
  if (created) return created;
  const near = user === sandboxKey ? null : nearestName(user, keysOf(app));
  if (near === null) return getGame(tables, 'sandbox');
  throw new HttpRefusal(401, `No game has the key ${JSON.stringify(user)}. Did you mean ${near}?`);
}

/** The keys of all games. */
function keysOf({ config: { sandboxKey, liveKey }, domain }: AppContext): readonly string[] {
  return [sandboxKey, liveKey, ...[...domain.store.tables.games.all()].flatMap(({ key }) => key ?? [])];
}

/** What follows the sandbox game's key in that of a game on demand. */
const SUFFIX = /^\+([\w.-]{1,64})$/;

/**
 * Creates the game of a key such as `s2s_sandbox_local+worker3` at its first use; `null` for another key, or when games
 * are not created on demand.
 */
function createOnDemand(app: AppContext, key: string): Game | null {
  const { gamesOnDemand, sandboxKey } = app.config;
  const [, suffix] = (key.startsWith(sandboxKey) ? SUFFIX.exec(key.slice(sandboxKey.length)) : null) ?? [];
  if (!gamesOnDemand || suffix === undefined) return null;
  const { tables } = app.domain.store;
  // A test may have given the name to a game of its own.
  const name = tables.games.count('name', suffix) === 0 ? suffix : key;
  const nothing = { autoRefund: null, retrySchedule: null, items: [] };
  const game = createGame(app.domain, { name, key, ids: 'random', ...nothing });
  app.seedGame(game);
  return game;
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
  const onDemand = key?.includes('+') === true ? ' A suffix creates a game only with --games-on-demand.' : '';
  return `Not authenticated: the key is not one of this emulator (--s2s-key, --live-s2s-key).${hint}${onDemand}`;
}
