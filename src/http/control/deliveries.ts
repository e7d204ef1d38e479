import * as z from 'zod';
import { DELIVERY_STATUSES, type Delivery } from '../../domain/model/delivery.ts';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { sendTestEvent } from '../../domain/testing/test-events.ts';
import { getDelivery, resendDeliveries, resendDelivery } from '../../domain/webhooks/deliveries.ts';
import { replayDelivery } from '../../domain/webhooks/replays.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { findDeliveries } from '../../domain/webhooks/delivery-search.ts';
import { deliveryFilter, filterFields } from '../api/deliveries.ts';
import { operation } from '../api/operation.ts';
import { milliseconds } from '../../domain/wire/time.ts';
import { boundedPageParameters, listOf, listPage, PAGE_SIZE_LIMIT, takeWithin } from '../api/pagination.ts';
import { noBody } from '../api/schemas.ts';
import { DeliveryRun, deliveriesCondition, deliveriesOf } from './delivery-run.ts';
import { UNKNOWN_ORDER } from './orders.ts';
import { countWait, timeoutParameter, waitFailed, waitFailedSchema } from './wait-answers.ts';
import { onGameChange, waitFor } from './waiting.ts';
import { controlDelivery, controlDeliverySchema } from './delivery-wire.ts';

const UNKNOWN = 'The game has no such delivery.';

export const deliveryOperations = [
  operation({
    id: 'list_deliveries',
    method: 'GET',
    path: '/deliveries',
    summary: 'List webhook deliveries with all their attempts, newest first.',
    description:
      'With wait, the answer comes when the condition holds, or as 409 when it does not in time. "settled" holds when none of them is pending.',
    query: z.strictObject({
      ...filterFields,
      ...boundedPageParameters,
      wait: z.union([z.literal('settled'), countWait]).optional(),
      timeout_ms: timeoutParameter,
    }),
    response: { 200: listOf(controlDeliverySchema), 409: waitFailedSchema },
    errors: { 404: 'The game has no order or webhook with this id.' },
    run: async ({ app, game, query, onDisconnect }) => {
      const { tables } = app.domain.store;
      const find = () => findDeliveries(tables, game.id, deliveryFilter(query));
      const { wait, timeout_ms: timeoutMs } = query;
      if (wait !== undefined) {
        find();
        const check = () => deliveriesCondition(find(), wait);
        const failure = await waitFor(app, timeoutMs, check, onGameChange(app, game), onDisconnect);
        if (failure !== null) {
          const pending = deliveriesOf(tables, game, query.order_id);
          return { status: 409, body: waitFailed(app.domain, game, failure, pending, query.order_id) };
        }
      }
      const page = listPage(find(), query, (delivery) => controlDelivery(app.domain.store, delivery));
      return { status: 200, body: page };
    },
  }),
  operation({
    id: 'run_deliveries',
    method: 'POST',
    path: '/deliveries/run',
    summary: 'Attempt each pending delivery now, and answer when the attempts have ended.',
    description:
      'Deliveries of a paused webhook are left out. An attempt that is under way counts as one of them. The deliveries keep their place in the retry schedule, which a resend starts again. With until "settled", this repeats until none is pending.',
    body: z.strictObject({
      order_id: z.string().min(1).optional(),
      until: z.literal('settled').optional(),
      timeout_ms: z.int().min(0).max(600_000).default(60_000),
    }),
    response: {
      200: z.lazy(() =>
        z.object({
          data: z.array(controlDeliverySchema).describe('As many as fit into one answer.'),
          total: z.int(),
        }),
      ),
      409: waitFailedSchema,
    },
    errors: { 404: UNKNOWN_ORDER },
    run: async ({ app, game, body, onDisconnect }) => {
      const { tables } = app.domain.store;
      const orderId = body.order_id;
      if (orderId !== undefined) getOrder(tables, game.id, orderId);
      const run = new DeliveryRun(app.domain, game, orderId, body.until === 'settled');
      const failure = await waitFor(
        app,
        body.timeout_ms,
        () => run.next(),
        onGameChange(app, game),
        onDisconnect,
      );
      if (failure !== null) {
        const pending = deliveriesOf(tables, game, orderId);
        return { status: 409, body: waitFailed(app.domain, game, failure, pending, orderId) };
      }
      const attempted = run.attempted();
      const wireOf = (delivery: Delivery) => controlDelivery(app.domain.store, delivery);
      const data = takeWithin(attempted, PAGE_SIZE_LIMIT, wireOf);
      return { status: 200, body: { data, total: attempted.length } };
    },
  }),
  operation({
    id: 'resend_deliveries',
    method: 'POST',
    path: '/deliveries/resend',
    summary: 'Send deliveries again, the oldest first; without a status, those that were given up.',
    body: z.strictObject({
      ...filterFields,
      status: z.enum(DELIVERY_STATUSES).default('exhausted'),
      since: z.number().min(0).optional(),
    }),
    response: {
      200: z.lazy(() =>
        z.object({
          resent: z.int(),
          skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
        }),
      ),
    },
    errors: { 404: 'The game has no order or webhook with this id.' },
    run: ({ app: { domain }, game, body: { since, ...asked } }) => {
      const found = findDeliveries(domain.store.tables, game.id, {
        ...deliveryFilter(asked),
        since: since === undefined ? undefined : milliseconds(since),
      });
      const ids = found.map((delivery) => delivery.id).reverse();
      const { resent, skipped } = resendDeliveries(domain, game, ids);
      return { resent: resent.length, skipped };
    },
  }),
  operation({
    id: 'resend_delivery',
    method: 'POST',
    path: '/deliveries/{id}/resend',
    summary: 'Send a delivery again, now.',
    body: noBody,
    response: { 200: controlDeliverySchema },
    errors: { 404: UNKNOWN, 409: 'Its webhook is deleted or disabled, or an attempt is under way.' },
    run: ({ app: { domain }, game, params }) => {
      resendDelivery(domain, game, params.id);
      return controlDelivery(domain.store, getDelivery(domain.store.tables, game.id, params.id));
    },
  }),
  operation({
    id: 'replay_delivery',
    method: 'POST',
    path: '/deliveries/{id}/replay',
    summary: 'Send the event of a delivery to another URL, once; answers with that delivery.',
    description:
      'The body is the same, signed with the secret of the same webhook. The answer decides nothing.',
    body: z.strictObject({ url: z.string() }),
    response: { 200: controlDeliverySchema },
    errors: { 404: UNKNOWN, 409: 'Its webhook was deleted, or its event is no longer kept.' },
    run: ({ app: { domain }, game, params, body }) =>
      controlDelivery(domain.store, replayDelivery(domain, game, params.id, body.url)),
  }),
  operation({
    id: 'test_webhook',
    method: 'POST',
    path: '/webhooks/{id}/test',
    summary: 'Send a test event; answers with its delivery, which has no attempt yet.',
    body: z.strictObject({ event_type: z.enum(EVENT_TYPES) }),
    response: { 200: controlDeliverySchema },
    errors: { 404: 'The game has no such webhook.', 409: 'The webhook is disabled.' },
    run: ({ app: { domain }, game, params, body }) => {
      const delivery = sendTestEvent(domain, game, params.id, body.event_type);
      return controlDelivery(domain.store, delivery);
    },
  }),
];
