import type { IncomingMessage, ServerResponse } from 'node:http';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { Invalid } from '../../domain/errors.ts';
import { baseUrl } from '../base-url.ts';
import { readJson } from '../body.ts';
import type { Deps } from '../deps.ts';
import { HttpRefusal } from '../problems.ts';
import { attempt, type Attempted } from '../validation.ts';
import { sendJson } from '../send.ts';
import { authenticate } from './auth.ts';
import type { Answer, Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { PUBLISHED } from './published.ts';
import { createRateLimiter } from './rate-limit.ts';

/** What the published specification names: served by an operation of ours, or not (yet). */
interface Route {
  readonly name: string;
  readonly operation: Operation | null;
}

export type S2sHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/**
 * Serves the S2S API below its mount point. Rejects with what is wrong; whoever mounted it answers that.
 */
export function createS2s(deps: Deps): S2sHandler {
  const routes = publishedRoutes();
  const limit = createRateLimiter(deps.world.clock, deps.config.rateLimit);
  return async (req, res) => {
    const [path = '/', search = ''] = (req.url ?? '/').split('?', 2);
    const found = routes.find((req.method ?? 'GET') as HTTPMethod, path);
    if (!found) throw new HttpRefusal(404, `${req.method ?? 'GET'} ${path} is no operation of the S2S API.`);
    const { operation, name } = found.store as Route;
    const game = authenticate(deps, req.headers.authorization);
    limit(game.id);
    if (!operation) throw new HttpRefusal(501, `The emulator does not serve this operation yet: ${name}.`);
    const { body, query } = await readInput(operation, req, search);
    const requestId = deps.world.ids.uuid();
    const base = baseUrl(req, deps.config.publicUrl);
    const params = found.params as Record<string, string>;
    reply(res, operation.run({ deps, game, params, query, body, requestId, base }));
  };
}

function publishedRoutes() {
  const routes = findMyWay({ ignoreTrailingSlash: true });
  const served = new Map(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation]));
  for (const line of PUBLISHED) {
    const [method = '', path = '', id = ''] = line.split(' ');
    const pattern = path.replace(/\{(\w+)\}/g, ':$1');
    const route: Route = {
      name: `${id} (${method} ${path})`,
      operation: served.get(`${method} ${path}`) ?? null,
    };
    routes.on(method as HTTPMethod, pattern, () => undefined, route);
  }
  return routes;
}

/** Parses query and body; what is wrong in either is told together. */
async function readInput(operation: Operation, req: IncomingMessage, search: string) {
  const query = operation.query
    ? attempt(operation.query, Object.fromEntries(new URLSearchParams(search)), 'query')
    : OK;
  const body = operation.body ? attempt(operation.body, await readJson(req), 'body') : OK;
  const faults = [...query.faults, ...body.faults];
  if (faults.length > 0) throw new Invalid(faults);
  return { query: query.data, body: body.data };
}

const OK: Attempted = { data: undefined, faults: [] };

function reply(res: ServerResponse, answer: Answer): void {
  if (answer.body !== undefined) {
    sendJson(res, answer.status, answer.body);
    return;
  }
  res.writeHead(answer.status);
  res.end();
}
