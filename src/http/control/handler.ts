import type { Request, RequestHandler } from 'express';
import { getGame } from '../../domain/games.ts';
import type { Game } from '../../domain/model/game.ts';
import { baseUrl } from '../base-url.ts';
import { readJson } from '../body.ts';
import type { Deps } from '../deps.ts';
import { authenticate } from '../s2s/auth.ts';
import { sendJson } from '../send.ts';

/** One request to the control API. Query and body are as they came; handlers parse them. */
export interface ControlCall {
  readonly deps: Deps;
  readonly game: Game;
  /** The `{id}` of the path; empty where there is none. */
  readonly id: string;
  readonly query: unknown;
  /** An empty object when the request has no body. */
  readonly body: unknown;
  /** What links in the answer begin with. */
  readonly base: string;
}

/** Gives the body of a 200. */
export type ControlHandler = (call: ControlCall) => object;

export function controlled(deps: Deps, run: ControlHandler): RequestHandler<{ id?: string }> {
  return async (req, res) => {
    const game = gameOf(deps, req.headers.authorization);
    const body = req.method === 'GET' ? {} : ((await readJson(req)) ?? {});
    const base = baseUrl(req, deps.config.publicUrl);
    sendJson(res, 200, run({ deps, game, id: req.params.id ?? '', query: req.query, body, base }));
  };
}

/** The API key names the game; none means the sandbox. @throws HttpRefusal 401 for a wrong key. */
function gameOf(deps: Deps, authorization: Request['headers']['authorization']): Game {
  if (authorization === undefined) return getGame(deps.world.store.tables, 'sandbox');
  return authenticate(deps, authorization);
}
