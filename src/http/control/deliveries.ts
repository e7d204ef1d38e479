import { z } from 'zod';
import { getDelivery, resendDeliveries, resendDelivery } from '../../domain/deliveries.ts';
import { findDeliveries } from '../../domain/delivery-search.ts';
import { DELIVERY_STATUSES } from '../../domain/model/delivery.ts';
import { deliveryFilter, filterFields } from '../delivery-filter.ts';
import { pageOf } from '../s2s/pagination.ts';
import { parse } from '../validation.ts';
import { controlDelivery } from './delivery-wire.ts';
import type { ControlCall } from './handler.ts';
import { paging } from './paging.ts';

const listQuery = z.strictObject({ ...filterFields, ...paging });

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
  ...filterFields,
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
