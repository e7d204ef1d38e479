import * as z from 'zod';
import { operation } from '../api/operation.ts';
import { boundedPageParameters, listOf, pageOf } from '../api/pagination.ts';
import { intParameter } from '../api/parameters.ts';
import { viewRequest } from '../request-log/view.ts';

const loggedRequestSchema = z.lazy(() =>
  z
    .object({
      id: z.string().describe('The request_id of the events that the request caused.'),
      at: z.int(),
      duration_ms: z.number(),
      method: z.string(),
      path: z.string(),
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
    description: 'Those of the game, and those without a valid API key. Keys and card numbers are masked.',
    query: z.strictObject({
      ...boundedPageParameters,
      order_id: z.string().min(1).optional(),
      operation: z.string().min(1).describe('As published: "POST /v1/orders".').optional(),
      status: intParameter.optional(),
    }),
    response: { 200: listOf(loggedRequestSchema) },
    run: ({ app, game, query: { order_id: orderId, operation: name, status, ...page } }) => {
      const keys = [app.config.sandboxKey, app.config.liveKey];
      const found = app.requestLog
        .all()
        .filter(({ gameId }) => gameId === null || gameId === game.id)
        .filter((logged) => status === undefined || logged.status === status)
        .map((logged) => viewRequest(logged, keys))
        .filter((view) => name === undefined || view.operation === name)
        .filter((view) => orderId === undefined || view.order_id === orderId);
      return { data: pageOf(found, page), total: found.length };
    },
  }),
];
