import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { getGame } from '../../domain/games.ts';
import type { Game } from '../../domain/model/game.ts';
import type { ApiHandler } from '../api-handler.ts';
import { baseUrl } from '../base-url.ts';
import { readJson } from '../body.ts';
import type { Deps } from '../deps.ts';
import { checkLocal } from '../guard.ts';
import { authenticate } from '../s2s/auth.ts';
import { sendJson } from '../send.ts';
import { splitTarget } from '../target.ts';
import { createControlRouter } from './routes.ts';

/** Serves the control API below its mount point, to local callers only. */
export function createControl(deps: Deps): ApiHandler {
  const route = createControlRouter();
  return async (req, res) => {
    checkLocal(deps.config, req);
    const { method = 'GET', url = '/' } = req;
    const { path, search } = splitTarget(url);
    const { run, id } = route(method, path);
    const game = gameOf(deps, req.headers.authorization);
    const body = isRead(method) ? {} : ((await readJson(req)) ?? {});
    const base = baseUrl(req, deps.config.publicUrl);
    sendJson(res, 200, run({ deps, game, id, query: parseQuery(search), body, base }));
  };
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The API key names the game; none means the sandbox. @throws HttpRefusal 401 for a wrong key. */
function gameOf(deps: Deps, authorization: IncomingMessage['headers']['authorization']): Game {
  if (authorization === undefined) return getGame(deps.world.store.tables, 'sandbox');
  return authenticate(deps, authorization);
}
