import * as z from 'zod';
import { pageOf } from '../api/pagination.ts';
import { intParameter } from '../api/parameters.ts';
import { viewRequest } from '../request-log/view.ts';
import { parse } from '../api/validation.ts';
import type { ControlRequest } from './handler.ts';
import { paging } from './paging.ts';

const listQuery = z.strictObject({
  ...paging,
  order_id: z.string().min(1).optional(),
  operation: z.string().min(1).optional(),
  status: intParameter.optional(),
});

/**
 * The S2S requests that the emulator remembers, newest first: those of the game, and those without a valid
 * key, which are nobody's. `operation` is the published method and path, `POST /v1/orders`.
 */
export function listRequests({ app, game, query }: ControlRequest) {
  const { order_id: orderId, operation, status, ...page } = parse(listQuery, query, 'query');
  const keys = [app.config.sandboxKey, app.config.liveKey];
  const found = app.apiLog
    .all()
    .filter(({ gameId }) => gameId === null || gameId === game.id)
    .filter((logged) => status === undefined || logged.status === status)
    .map((logged) => viewRequest(logged, keys))
    .filter((view) => operation === undefined || view.operation === operation)
    .filter((view) => orderId === undefined || view.order_id === orderId);
  return { data: pageOf(found, page), total: found.length };
}
