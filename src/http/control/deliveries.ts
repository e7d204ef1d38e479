import { z } from 'zod';
import { getDelivery, resendDeliveries, resendDelivery } from '../../domain/deliveries.ts';
import { findDeliveries, type DeliveryFilter } from '../../domain/delivery-search.ts';
import { EVENT_TYPES } from '../../domain/event-types.ts';
import { DELIVERY_STATUSES } from '../../domain/model/delivery.ts';
import { pageOf } from '../s2s/pagination.ts';
import { parse } from '../validation.ts';
import { controlDelivery } from './delivery-wire.ts';
import type { ControlCall } from './handler.ts';
import { paging } from './paging.ts';

const filter = {
  order_id: z.string().min(1).optional(),
  webhook_id: z.string().min(1).optional(),
  event_type: z.enum(EVENT_TYPES).optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
};

const listQuery = z.strictObject({ ...filter, ...paging });

/** Newest first. */
export function listDeliveries({ deps, game, query }: ControlCall) {
  const asked = parse(listQuery, query, 'query');
  const { tables } = deps.world.store;
  const found = findDeliveries(tables, game.id, deliveryFilter(asked));
  return {
    data: pageOf(found, asked).map((delivery) => controlDelivery(tables, delivery)),
    total: found.length,
  };
}

const nothing = z.strictObject({});

export function resendOne({ deps: { world }, game, id, body }: ControlCall) {
  parse(nothing, body, 'body');
  resendDelivery(world, game, id);
  return controlDelivery(world.store.tables, getDelivery(world.store.tables, game.id, id));
}

const resendBody = z.strictObject({
  ...filter,
  status: z.enum(DELIVERY_STATUSES).default('exhausted'),
  since: z.number().min(0).optional(),
});

/** Without a status, those that were given up. The oldest go first. */
export function resendMany({ deps: { world }, game, body }: ControlCall) {
  const { since, ...asked } = parse(resendBody, body, 'body');
  const found = findDeliveries(world.store.tables, game.id, {
    ...deliveryFilter(asked),
    since: since === undefined ? undefined : since * 1000,
  });
  const ids = found.map((delivery) => delivery.id).reverse();
  const { resent, skipped } = resendDeliveries(world, game, ids);
  return { resent: resent.length, skipped };
}

function deliveryFilter(asked: Partial<z.output<typeof listQuery>>): DeliveryFilter {
  return {
    orderId: asked.order_id,
    webhookId: asked.webhook_id,
    eventType: asked.event_type,
    status: asked.status,
  };
}
