import * as z from 'zod';
import type { Game } from '../../domain/model/game.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operation, operationName } from '../api/operation.ts';
import { boundedPageParameters, listOf, listPage } from '../api/pagination.ts';
import { intParameter } from '../api/parameters.ts';
import { ignoredPlanKeys } from '../request-log/plan-keys.ts';
import { concernsOrder, secretsOf, viewRequest } from '../request-log/view.ts';
import { knownName } from '../s2s/operation-names.ts';
import type { AppContext } from '../server/app-context.ts';
import { splitTarget } from '../server/messages.ts';
import type { LoggedRequest } from '../server/request-log.ts';
import { countCondition, deliveriesOf } from './delivery-run.ts';
import { countWait, timeoutParameter, waitFailed, waitFailedSchema } from './wait-answers.ts';
import { onGameChange, waitFor, type Subscribe } from './waiting.ts';

export const loggedRequestSchema = z.lazy(() =>
  z
    .object({
      id: z.string().describe('The request_id of the events that the request caused.'),
      at: z.int(),
      duration_ms: z.number(),
      method: z.string(),
      path: z.string().describe('Below /s2s, with the query.'),
      url: z.string().describe('As sent.'),
      headers: z.record(z.string(), z.string()),
      operation: z.string().nullable(),
      status: z.int(),
      order_id: z.string().nullable(),
      ignored_fields: z
        .array(z.string())
        .describe('Fields of query and body that no schema knows, or that have no effect.'),
      request: z.unknown().describe('The JSON that was sent, as text where it is not JSON.'),
      response: z.unknown(),
    })
    .meta({ id: 'LoggedRequest' }),
);

export const requestOperations = [
  operation({
    id: 'list_requests',
    method: 'GET',
    path: '/requests',
    summary: 'List the requests to the S2S API that the emulator remembers, newest first.',
    description:
      'Those of the game, and those without a valid API key. Credentials and card numbers are masked.',
    query: z.strictObject({
      ...boundedPageParameters,
      order_id: z.string().min(1).optional(),
      operation: z.string().min(1).describe('As published: "POST /v1/orders".').optional(),
      path: z.string().min(1).describe('As sent, without the query: "/s2s/v1/orders".').optional(),
      status: intParameter.optional(),
      since: intParameter.describe('Unix seconds.').optional(),
      until: intParameter.describe('Unix seconds.').optional(),
      wait: countWait.optional(),
      timeout_ms: timeoutParameter,
    }),
    response: { 200: listOf(loggedRequestSchema), 409: waitFailedSchema },
    run: async ({ app, game, query: { wait, timeout_ms: timeoutMs, ...query }, onDisconnect }) => {
      const operation = query.operation === undefined ? undefined : knownName(app, query.operation, 'query');
      const find = () => findRequests(app, game, { ...query, operation });
      if (wait !== undefined) {
        const check = () => countCondition(find().length, wait, 'requests');
        const subscribe: Subscribe = (recheck, abort) => {
          const unsubscribes = [onGameChange(app, game)(recheck, abort), app.requestLog.onAdd(recheck)];
          return () => {
            for (const unsubscribe of unsubscribes) unsubscribe();
          };
        };
        const failure = await waitFor(app, timeoutMs, check, subscribe, onDisconnect);
        if (failure !== null) {
          const { tables } = app.domain.store;
          return {
            status: 409,
            body: waitFailed(app.domain, game, failure, deliveriesOf(tables, game, undefined)),
          };
        }
      }
      const secrets = secretsOf(app, game);
      const planKeys = ignoredPlanKeys(app.domain.store.tables, game);
      const show = (logged: LoggedRequest) => viewRequest(logged, secrets, planKeys);
      return { status: 200, body: listPage(find(), query, show) };
    },
  }),
];

interface RequestFilter {
  readonly order_id?: string | undefined;
  readonly operation?: string | undefined;
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** The game's requests that match, newest first. */
function findRequests(app: AppContext, game: Game, filter: RequestFilter): readonly LoggedRequest[] {
  const { operation, path, status, since = -Infinity, until = Infinity, order_id: orderId } = filter;
  return app.requestLog
    .of(game.id)
    .filter((logged) => status === undefined || logged.status === status)
    .filter((logged) => operation === undefined || nameOf(logged) === operation)
    .filter(({ received }) => path === undefined || sentPath(received) === path)
    .filter(({ at }) => seconds(at) >= since && seconds(at) <= until)
    .filter((logged) => orderId === undefined || concernsOrder(logged, orderId));
}

function nameOf({ operation }: LoggedRequest): string | null {
  return operation && operationName(operation);
}

function sentPath({ mount, url }: LoggedRequest['received']): string {
  return splitTarget(mount + url).path;
}
