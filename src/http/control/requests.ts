import { z } from 'zod';
import { pageOf } from '../s2s/pagination.ts';
import { intParameter } from '../s2s/parameters.ts';
import { viewRequest } from '../s2s/logged-view.ts';
import { parse } from '../validation.ts';
import type { ControlCall } from './handler.ts';
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
export function listRequests({ deps, game, query }: ControlCall) {
  const { order_id: orderId, operation, status, ...page } = parse(listQuery, query, 'query');
  const keys = [deps.config.sandboxKey, deps.config.liveKey];
  const found = deps.apiLog
    .all()
    .filter(({ gameId }) => gameId === null || gameId === game.id)
    .filter((logged) => status === undefined || logged.status === status)
    .map((logged) => viewRequest(logged, keys))
    .filter((view) => operation === undefined || view.operation === operation)
    .filter((view) => orderId === undefined || view.order_id === orderId);
  return { data: pageOf(found, page), total: found.length };
}
