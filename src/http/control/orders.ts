import * as z from 'zod';
import type { DomainContext } from '../../domain/model/context.ts';
import { GRANT_STATUSES, GRANTINGS, ORDER_STATUSES, type Order } from '../../domain/model/order.ts';
import { PAYMENT_PLATFORMS } from '../../domain/model/platform.ts';
import { playerKey } from '../../domain/model/tables.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { orderRead } from '../../domain/wire/order.ts';
import { paymentRead } from '../../domain/wire/payment.ts';
import { operation } from '../api/operation.ts';
import { boundedPageParameters, listOf, listPage } from '../api/pagination.ts';
import { ORDER_WAITS, orderCondition } from './order-conditions.ts';
import { timeoutParameter, waitFailed, waitFailedSchema } from './wait-answers.ts';
import { onGameChange, waitFor } from './waiting.ts';
import { orderReadSchema } from '../s2s/orders/order-schemas.ts';
import { paymentReadSchema } from '../s2s/payments/payments.ts';

export const UNKNOWN_ORDER = 'The game has no such order.';

export const controlOrderSchema = z.lazy(() =>
  orderReadSchema
    .unwrap()
    .extend({
      // The payment platform; the device is the `platform` of a payment.
      platform: z.enum(PAYMENT_PLATFORMS),
      granting: z.enum(GRANTINGS),
      grants: z
        .array(z.object({ webhook_id: z.string(), status: z.enum(GRANT_STATUSES) }))
        .describe('What each webhook that was asked to grant the items made of it.'),
      payments: z.array(paymentReadSchema).describe('Every attempt to pay, oldest first.'),
    })
    .meta({ id: 'ControlOrder' }),
);

/** An order as in the S2S API, with the game's answer (`granting`) and all its payments, oldest first. */
export function controlOrder({ store, rules }: DomainContext, order: Order, base: string) {
  const player = store.tables.players.get(playerKey(order.gameId, order.playerId));
  const payments = store.tables.payments.by('order', order.id);
  return {
    ...orderRead(order, base),
    platform: order.paymentPlatform,
    granting: order.granting,
    grants: order.grants.map(({ webhookId, status }) => ({ webhook_id: webhookId, status })),
    payments: payments.map((payment) => paymentRead(payment, order, player, rules)),
  };
}

export const orderOperations = [
  operation({
    id: 'list_orders',
    method: 'GET',
    path: '/orders',
    summary: 'List orders with their payments, newest first.',
    query: z.strictObject({ ...boundedPageParameters, status: z.enum(ORDER_STATUSES).optional() }),
    response: { 200: listOf(controlOrderSchema) },
    run: ({ app: { domain }, game, query: { status, ...page }, base }) => {
      const { orders } = domain.store.tables;
      const total = orders.count('game', game.id);
      const found: number[] = [];
      let place = total - 1;
      if (status !== undefined) {
        for (const order of orders.scan('game', game.id, 'newest')) {
          if (order.status === status) found.push(place);
          place -= 1;
        }
      }
      const placesOf = (start: number, end: number) =>
        status === undefined
          ? Array.from(
              { length: Math.min(end, total) - Math.min(start, total) },
              (_, at) => total - 1 - start - at,
            )
          : found.slice(start, end);
      const listing = {
        length: status === undefined ? total : found.length,
        slice: (start: number, end: number) => orders.pick('game', game.id, placesOf(start, end)),
      };
      return listPage(listing, page, (order) => controlOrder(domain, order, base));
    },
  }),
  operation({
    id: 'read_order',
    method: 'GET',
    path: '/orders/{id}',
    summary: 'Read an order with its payments and what the game answered.',
    description: 'With wait, the answer comes when the condition holds, or as 409 when it does not in time.',
    query: z.strictObject({ wait: z.enum(ORDER_WAITS).optional(), timeout_ms: timeoutParameter }),
    response: { 200: controlOrderSchema, 409: waitFailedSchema },
    errors: { 404: UNKNOWN_ORDER },
    run: async ({ app, game, params, query: { wait, timeout_ms: timeoutMs }, onDisconnect, base }) => {
      const { domain } = app;
      const { tables } = domain.store;
      getOrder(tables, game.id, params.id);
      if (wait !== undefined) {
        const check = () => orderCondition(domain, getOrder(tables, game.id, params.id), wait);
        const failure = await waitFor(app, timeoutMs, check, onGameChange(app, game), onDisconnect);
        if (failure !== null) {
          const deliveries = tables.deliveries.by('order', params.id);
          return { status: 409, body: waitFailed(domain, game, failure, deliveries, params.id) };
        }
      }
      return { status: 200, body: controlOrder(domain, getOrder(tables, game.id, params.id), base) };
    },
  }),
];
