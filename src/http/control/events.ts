import * as z from 'zod';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { subscribes } from '../../domain/events/publish.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { operation } from '../api/operation.ts';
import { boundedPageParameters, listOf, pageOf } from '../api/pagination.ts';

const eventSchema = z.lazy(() =>
  z
    .object({
      event_type: z.enum(EVENT_TYPES),
      event_data: z.unknown(),
      event_time: z.int(),
      event_id: z.string(),
      idempotency_key: z.string().nullable(),
      request_id: z.string().nullable(),
      sandbox: z.boolean(),
      trigger: z.string().nullable(),
      transaction_id: z.string(),
      context: z.record(z.string(), z.unknown()).nullable(),
      game_id: z.string(),
    })
    .meta({ id: 'Event', description: 'The body that webhooks get, without the context of the player.' }),
);

export const eventOperations = [
  operation({
    id: 'list_events',
    method: 'GET',
    path: '/events',
    summary: 'List events, newest first.',
    query: z.strictObject({
      ...boundedPageParameters,
      order_id: z.string().min(1).optional(),
      event_type: z.enum(EVENT_TYPES).optional(),
    }),
    response: { 200: listOf(eventSchema) },
    errors: { 404: 'The game has no order with this order_id.' },
    run: ({ app: { domain }, game, query: { order_id: orderId, event_type: type, ...page } }) => {
      const { tables } = domain.store;
      if (orderId !== undefined) getOrder(tables, game.id, orderId);
      const events =
        orderId === undefined ? tables.events.by('game', game.id) : tables.events.by('order', orderId);
      const found = events
        .filter((event) => type === undefined || subscribes({ events: [type] }, event.type))
        .reverse();
      const data = pageOf(found, page).map((event) => JSON.parse(event.body) as z.output<typeof eventSchema>);
      return { data, total: found.length };
    },
  }),
];
