import * as z from 'zod';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { subscribes } from '../../domain/events/publish.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { pageOf } from '../api/pagination.ts';
import { parse } from '../api/validation.ts';
import type { ControlRequest } from './handler.ts';
import { paging } from './paging.ts';

const listQuery = z.strictObject({
  ...paging,
  order_id: z.string().min(1).optional(),
  event_type: z.enum(EVENT_TYPES).optional(),
});

/** The envelopes that webhooks get (without the player's context), newest first. */
export function listEvents({ app: { domain }, game, query }: ControlRequest) {
  const { order_id: orderId, event_type: type, ...page } = parse(listQuery, query, 'query');
  const { tables } = domain.store;
  if (orderId !== undefined) getOrder(tables, game.id, orderId);
  const events =
    orderId === undefined ? tables.events.by('game', game.id) : tables.events.by('order', orderId);
  const found = events
    .filter((event) => type === undefined || subscribes({ events: [type] }, event.type))
    .reverse();
  return { data: pageOf(found, page).map((event) => JSON.parse(event.body) as object), total: found.length };
}
