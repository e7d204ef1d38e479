import type { IncomingMessage } from 'node:http';
import type { Game } from '../../domain/model/game.ts';
import type { ApiHandler } from '../listener.ts';
import { baseUrl, sendText, splitTarget } from '../server/messages.ts';
import { parseBody, readText } from '../server/body.ts';
import type { AppContext } from '../server/app-context.ts';
import { HttpRefusal, InvalidRequest, toProblem } from '../server/problems.ts';
import { attempt, type Attempted } from '../api/validation.ts';
import type { LoggedRequest } from '../request-log/request-log.ts';
import { authenticate } from './auth.ts';
import type { Answer, Operation } from '../api/operation.ts';
import { createRateLimiter, type RateLimiter } from './rate-limit.ts';
import { createRouter, type Router } from './routes.ts';

/** Serves the S2S API below its mount point and keeps each request in the API log. */
export function createS2s(app: AppContext): ApiHandler {
  const hall: Hall = {
    app,
    route: createRouter(),
    limit: createRateLimiter(app.domain.clock, app.config.rateLimit),
  };
  return async (req, res) => {
    const trace = startTrace(app, req);
    try {
      const { status, body } = await serve(hall, req, trace);
      finish(app, trace, { status, answer: body === undefined ? '' : JSON.stringify(body) });
    } catch (error) {
      const { status, detail } = toProblem(error);
      finish(app, trace, { status, answer: JSON.stringify({ detail }) });
      throw error;
    }
    sendText(res, trace.status, trace.answer);
  };
}

interface Hall {
  readonly app: AppContext;
  readonly route: Router;
  readonly limit: RateLimiter;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The log's entry of a request, filled in as far as the request comes. */
type Trace = Writable<LoggedRequest> & { readonly startedAt: number };

function startTrace(app: AppContext, req: IncomingMessage): Trace {
  const { method = 'GET', url = '/', headers } = req;
  return {
    id: app.domain.ids.uuid(),
    at: app.domain.clock.now(),
    startedAt: performance.now(),
    durationMs: 0,
    gameId: null,
    operation: null,
    params: {},
    received: { method, url, contentType: headers['content-type'], text: '' },
    status: 0,
    answer: '',
  };
}

function finish(app: AppContext, trace: Trace, end: Pick<LoggedRequest, 'status' | 'answer'>): void {
  Object.assign(trace, end);
  trace.durationMs = performance.now() - trace.startedAt;
  app.apiLog.add(trace);
}

async function serve({ app, route, limit }: Hall, req: IncomingMessage, trace: Trace): Promise<Answer> {
  const { path, search } = splitTarget(trace.received.url);
  const { operation, name, params } = route(trace.received.method, path);
  const game = admit(app, req, trace);
  limit(game.id);
  if (!operation) throw new HttpRefusal(501, `The emulator does not serve this operation yet: ${name}.`);
  trace.operation = operation;
  trace.params = params;
  const { body, query } = await readInput(operation, req, { search, trace });
  const base = baseUrl(req, app.config.publicUrl);
  return operation.run({ app, game, params, query, body, requestId: trace.id, base });
}

function admit(app: AppContext, req: IncomingMessage, trace: Trace): Game {
  const game = authenticate(app, req.headers.authorization);
  trace.gameId = game.id;
  return game;
}

/** Parses query and body; what is wrong in either is told together. */
async function readInput(
  operation: Operation,
  req: IncomingMessage,
  { search, trace }: { search: string; trace: Trace },
) {
  const query = operation.query
    ? attempt(operation.query, Object.fromEntries(new URLSearchParams(search)), 'query')
    : OK;
  const body = operation.body ? attempt(operation.body, await readBody(req, trace), 'body') : OK;
  const faults = [...query.faults, ...body.faults];
  if (faults.length > 0) throw new InvalidRequest(faults);
  return { query: query.data, body: body.data };
}

const OK: Attempted = { data: undefined, faults: [] };

async function readBody(req: IncomingMessage, trace: Trace): Promise<unknown> {
  const text = await readText(req);
  trace.received = { ...trace.received, text };
  return parseBody(text, trace.received.contentType);
}
