import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { getGame } from '../../domain/games/games.ts';
import type { Game } from '../../domain/model/game.ts';
import type { ApiHandler } from '../listener.ts';
import { baseUrl, sendJson, splitTarget } from '../server/messages.ts';
import { readJson } from '../server/body.ts';
import type { AppContext } from '../server/app-context.ts';
import { checkLocal } from '../server/guard.ts';
import { authenticate } from '../s2s/auth.ts';
import { createControlRouter } from './routes.ts';

/** Serves the control API below its mount point, to local callers only. */
export function createControl(app: AppContext): ApiHandler {
  const route = createControlRouter();
  return async (req, res) => {
    checkLocal(app.config, req);
    const { method = 'GET', url = '/' } = req;
    const { path, search } = splitTarget(url);
    const { run, id } = route(method, path);
    const game = gameOf(app, req.headers.authorization);
    const body = isRead(method) ? {} : ((await readJson(req)) ?? {});
    const base = baseUrl(req, app.config.publicUrl);
    sendJson(res, 200, run({ app, game, id, query: parseQuery(search), body, base }));
  };
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The API key names the game; none means the sandbox. @throws HttpRefusal 401 for a wrong key. */
function gameOf(app: AppContext, authorization: IncomingMessage['headers']['authorization']): Game {
  if (authorization === undefined) return getGame(app.domain.store.tables, 'sandbox');
  return authenticate(app, authorization);
}
