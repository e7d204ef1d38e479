import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Game } from '../../domain/model/game.ts';
import { monotonicNow } from '../../real-time.ts';
import { appFor, type AppContext } from '../server/app-context.ts';
import type { FaultAnswer } from '../server/api-faults.ts';
import { parseBody, readText } from '../server/body.ts';
import { errorWhenDurable, whenDurable } from '../server/durable-answers.ts';
import { answerPreflight, isPreflight } from '../server/guard.ts';
import { HttpRefusal, InvalidRequest, type Problem, problemOf } from '../server/problems.ts';
import { baseUrl, sendText, splitTarget, type Headers } from '../server/messages.ts';
import type { LoggedRequest } from '../server/request-log.ts';
import {
  operationName,
  type Answer,
  type Operation,
  type OperationName,
  type Responses,
  type UnservedOperation,
} from './operation.ts';
import { answerInstead, delayOf, malformed } from './faults.ts';
import { createRouter } from './router.ts';
import { StreamAnswer } from './stream-operation.ts';
import { tryParse, type ParseResult } from './validation.ts';

/** An API: its operations, and what distinguishes it from the other APIs. */
export interface Api {
  /** What stands before the paths of its operations: `/s2s`. */
  readonly mount: string;
  /** Where its requests begin, if that is not the mount point: `/v1/mor`. */
  readonly root?: string;
  readonly operations: readonly Operation[];
  /** Operations that answer 501 with the reason. */
  readonly unserved: readonly UnservedOperation[];
  /** Makes the OpenAPI description, which is served at `openapi.json` below the mount point without a key. */
  readonly describe?: () => object;
  /** Refuses callers, before anything else happens. */
  readonly checkCaller?: (req: IncomingMessage, res: ServerResponse) => void;
  /** Finds the game by the request's credentials. @throws HttpRefusal 401 */
  readonly authenticate: (req: IncomingMessage) => Game;
  /** Finds the game that a body names, instead of the one that was authenticated. */
  readonly gameOfBody?: (body: string, authenticated: Game) => Game;
  /** Refuses a request by its body, before that is parsed. @throws HttpRefusal 401 */
  readonly checkBody?: (req: IncomingMessage, body: string) => void;
  /** Refuses too many requests of a game. @throws HttpRefusal 429 */
  readonly limit?: (gameId: string) => void;
  readonly parseQuery: (search: string) => unknown;
  /** What a missing body stands for. */
  readonly missingBody: unknown;
  /** Whether HEAD is answered like GET, without the body. */
  readonly answersHead: boolean;
  /** Removes and returns how a request of this operation is to fail; `null` when it is not. */
  readonly takeFault?: (gameId: string, operation: OperationName) => FaultAnswer | null;
  /** Whether the request log keeps its requests. */
  readonly isLogged: boolean;
  /** How errors are answered; without it, with `{"detail": …}`. */
  readonly answerProblem?: (problem: Problem, requestId: string) => Answer<Responses>;
}

/** An API that is served. */
export interface ServedApi {
  /** Where its requests begin. */
  readonly root: string;
  /** Answers a request below the root, errors included; it never rejects. */
  readonly handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Answers a request that is refused before it is handled, in the form of this API. */
  readonly refuse: (res: ServerResponse, problem: Problem) => void;
}

const DESCRIPTION = '/openapi.json';

const UNREAD = JSON.stringify({
  detail: 'Too many large answers wait for their clients to read them. Read them, or ask for smaller pages.',
});

export function createApi(app: AppContext, api: Api): ServedApi {
  const { store } = app.domain;
  const route = createRouter(api.mount, [...api.operations, ...api.unserved]);
  let description: string | null = null;

  function log(entry: RequestEntry, status: number, json: string, headers: Headers = {}): void {
    entry.status = status;
    entry.answer = json;
    entry.answerHeaders = headers;
    entry.durationMs = monotonicNow() - entry.startedAt;
    if (api.isLogged) app.requestLog.add(entry);
  }

  function respond(
    res: ServerResponse,
    entry: RequestEntry,
    status: number,
    json: string,
    headers?: Headers,
  ): void {
    if (!app.unreadAnswers.hasRoom(json.length)) {
      respond(res, entry, 503, UNREAD, { 'Retry-After': '1' });
      return;
    }
    log(entry, status, json, headers);
    sendText(res, status, json, headers);
    app.unreadAnswers.add(res, json.length);
  }

  /** Breaks the connection. The log has the answer that the client never gets; status 0 without one. */
  function loseAnswer(req: IncomingMessage, entry: RequestEntry, status: number, json: string): void {
    log(entry, status, json);
    req.socket.resetAndDestroy();
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const entry = startEntry(app, api, req);
    const { received } = entry;
    try {
      api.checkCaller?.(req, res);
      if (isPreflight(req, res)) {
        answerPreflight(req, res);
        return;
      }
      const { path, search } = splitTarget(received.url);
      if (api.describe && path === DESCRIPTION && received.method === 'GET') {
        sendText(res, 200, (description ??= JSON.stringify(api.describe())));
        return;
      }
      const { operation, params } = route(routedMethod(api, received.method), path);
      let game = api.authenticate(req);
      entry.gameId = game.id;
      if (game.declared !== null) app.gameUses.note(game.id);
      api.limit?.(game.id);
      if (isServed(operation)) {
        entry.operation = operation;
        entry.params = params;
        if (operation.body) received.text = await readText(req, operation.bodyLimit);
      }
      if (api.gameOfBody) game = api.gameOfBody(received.text, game);
      entry.gameId = null;
      game = presentGame(app, game);
      entry.gameId = game.id;
      const own = appFor(app, game);
      if (own.domain.ids !== app.domain.ids) entry.id = own.domain.ids.uuid('request');
      const fault = api.takeFault?.(game.id, operation) ?? null;
      if (fault === 'reset') {
        loseAnswer(req, entry, 0, '');
        return;
      }
      const instead =
        fault === null ? null : answerInstead(fault, (problem) => answerTo(api, problem, entry.id));
      if (instead) {
        respond(res, entry, instead.status, instead.json, instead.headers);
        return;
      }
      if (!isServed(operation)) throw notServed(operation);
      if (operation.body) api.checkBody?.(req, received.text);
      const { query, body } = parseInput(api, operation, search, received);
      const base = baseUrl(req, app.config.publicUrl);
      const onDisconnect = (listener: () => void): void => {
        res.once('close', listener);
      };
      const request = { app: own, game, params, query, body, requestId: entry.id, onDisconnect, base };
      const given = operation.run(request);
      if (given instanceof StreamAnswer) {
        await store.durable();
        app.eventStreams.send(res, given.start);
        return;
      }
      const answer = answerOf(operation, given instanceof Promise ? await whenDurable(store, given) : given);
      const json = toJson(answer.body);
      const written = store.durable();
      if (written !== null) await written;
      if (fault !== null) await delayOf(fault, res);
      if (fault === 'lost_after_commit') loseAnswer(req, entry, answer.status, json);
      else respond(res, entry, answer.status, fault === 'malformed' ? malformed(json) : json);
    } catch (error) {
      const problem = problemOf(app.log, await errorWhenDurable(store, error), req);
      const answer = answerTo(api, problem, entry.id);
      if (res.headersSent) res.destroy();
      else respond(res, entry, answer.status, toJson(answer.body), problem.headers);
    }
  }

  function refuse(res: ServerResponse, problem: Problem): void {
    const { status, body } = answerTo(api, problem, app.domain.ids.uuid());
    sendText(res, status, toJson(body), problem.headers);
  }

  return { root: api.root ?? api.mount, handle, refuse };
}

function answerTo(api: Api, problem: Problem, requestId: string): Answer<Responses> {
  const { status, detail } = problem;
  return api.answerProblem?.(problem, requestId) ?? { status, body: { detail } };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The entry of a request in the request log. It is completed while the request is handled. */
interface RequestEntry extends Writable<Omit<LoggedRequest, 'received'>> {
  readonly received: Writable<LoggedRequest['received']>;
  readonly startedAt: number;
}

function startEntry(app: AppContext, api: Api, req: IncomingMessage): RequestEntry {
  const { method = 'GET', url = '/', headers } = req;
  return {
    id: app.domain.ids.uuid(),
    at: app.domain.clock.now(),
    startedAt: monotonicNow(),
    durationMs: 0,
    gameId: null,
    operation: null,
    params: {},
    received: {
      method,
      mount: api.mount,
      url: url.slice(api.mount.length),
      headers,
      contentType: headers['content-type'],
      text: '',
    },
    status: 0,
    answer: '',
  };
}

/** The game as it is now. @throws HttpRefusal 401 when it was deleted while the body was read */
function presentGame(app: AppContext, { id }: Game): Game {
  const game = app.domain.store.tables.games.get(id);
  if (!game) throw new HttpRefusal(401, `Not authenticated: game ${id} was deleted.`);
  return game;
}

function routedMethod({ answersHead }: Api, method: string): string {
  return answersHead && method === 'HEAD' ? 'GET' : method;
}

function isServed(operation: Operation | UnservedOperation): operation is Operation {
  return 'run' in operation;
}

function notServed(operation: UnservedOperation): HttpRefusal {
  const name = `${operation.id} (${operationName(operation)})`;
  return new HttpRefusal(501, `The emulator does not serve ${name}: ${operation.reason}.`);
}

/** Validates query and body. @throws InvalidRequest with everything that is wrong in both */
function parseInput(api: Api, operation: Operation, search: string, received: LoggedRequest['received']) {
  const query = operation.query ? tryParse(operation.query, api.parseQuery(search), 'query') : NO_INPUT;
  const body = operation.body
    ? tryParse(
        operation.body,
        parseBody(received.text, received.contentType, operation.bodyLimit) ?? api.missingBody,
        'body',
      )
    : NO_INPUT;
  if (query.details.length + body.details.length > 0) {
    throw new InvalidRequest([...query.details, ...body.details]);
  }
  return { query: query.data, body: body.data };
}

const NO_INPUT: ParseResult = { data: undefined, details: [] };

function answerOf({ status }: Operation, given: unknown): Answer<Responses> {
  return status === null ? (given as Answer<Responses>) : { status, body: given };
}

function toJson(body: unknown): string {
  return body === undefined ? '' : JSON.stringify(body);
}
