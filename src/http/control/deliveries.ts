import * as z from 'zod';
import { DELIVERY_STATUSES } from '../../domain/model/delivery.ts';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { sendTestEvent } from '../../domain/testing/test-events.ts';
import { getDelivery, resendDeliveries, resendDelivery } from '../../domain/webhooks/deliveries.ts';
import { findDeliveries } from '../../domain/webhooks/delivery-search.ts';
import { deliveryFilter, filterFields } from '../api/deliveries.ts';
import { operation } from '../api/operation.ts';
import { milliseconds } from '../../domain/wire/time.ts';
import { boundedPageParameters, listOf, pageOf } from '../api/pagination.ts';
import { noBody } from '../api/schemas.ts';
import { controlDelivery, controlDeliverySchema } from './delivery-wire.ts';

const UNKNOWN = 'The game has no such delivery.';

export const deliveryOperations = [
  operation({
    id: 'list_deliveries',
    method: 'GET',
    path: '/deliveries',
    summary: 'List webhook deliveries with all their attempts, newest first.',
    query: z.strictObject({ ...filterFields, ...boundedPageParameters }),
    response: { 200: listOf(controlDeliverySchema) },
    errors: { 404: 'The game has no order or webhook with this id.' },
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const found = findDeliveries(tables, game.id, deliveryFilter(query));
      const data = pageOf(found, query).map((delivery) => controlDelivery(tables, delivery));
      return { data, total: found.length };
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
      return controlDelivery(domain.store.tables, getDelivery(domain.store.tables, game.id, params.id));
    },
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
      return controlDelivery(domain.store.tables, delivery);
    },
  }),
];
