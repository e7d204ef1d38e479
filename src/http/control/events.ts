import * as z from 'zod';
import { ALL_EVENT_TYPES, EVENT_TYPES, NOTIFICATION_TYPES, type Event } from '../../domain/model/event.ts';
import { typeTest } from '../../domain/events/publish.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { countCondition, deliveriesOf } from './delivery-run.ts';
import { countWait, timeoutParameter, waitFailed, waitFailedSchema } from './wait-answers.ts';
import { onGameChange, waitFor } from './waiting.ts';
import { operation } from '../api/operation.ts';
import { boundedPageParameters, listOf, listPage } from '../api/pagination.ts';

export const envelopeSchema = z.lazy(() =>
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

export const notificationSchema = z.lazy(() =>
  z
    .looseObject({ notification_type: z.enum(NOTIFICATION_TYPES) })
    .meta({ id: 'Notification', description: 'The body of a MidasPay notification.' }),
);

export const eventSchema = z.lazy(() => z.union([envelopeSchema, notificationSchema]));

export const eventOperations = [
  operation({
    id: 'list_events',
    method: 'GET',
    path: '/events',
    summary: 'List events, newest first.',
    query: z.strictObject({
      ...boundedPageParameters,
      order_id: z.string().min(1).optional(),
      event_type: z.enum(ALL_EVENT_TYPES).optional(),
      wait: countWait.optional(),
      timeout_ms: timeoutParameter,
    }),
    response: { 200: listOf(eventSchema), 409: waitFailedSchema },
    errors: { 404: 'The game has no order with this order_id.' },
    run: async ({ app, game, query, onDisconnect }) => {
      const { tables } = app.domain.store;
      const { order_id: orderId, event_type: type, wait, timeout_ms: timeoutMs, ...page } = query;
      const find = () => {
        if (orderId !== undefined) getOrder(tables, game.id, orderId);
        const events =
          orderId === undefined ? tables.events.by('game', game.id) : tables.events.by('order', orderId);
        if (type === undefined) return events;
        const isWanted = typeTest(type);
        return events.filter((event) => isWanted(event.type));
      };
      find();
      if (wait !== undefined) {
        const check = () => countCondition(find().length, wait, 'events');
        const failure = await waitFor(app, timeoutMs, check, onGameChange(app, game), onDisconnect);
        if (failure !== null) {
          const deliveries = deliveriesOf(tables, game, orderId);
          return { status: 409, body: waitFailed(app.domain, game, failure, deliveries, orderId) };
        }
      }
      const wireOf = ({ body }: Event) => JSON.parse(body) as z.output<typeof eventSchema>;
      return { status: 200, body: listPage(find().toReversed(), page, wireOf) };
    },
  }),
];
