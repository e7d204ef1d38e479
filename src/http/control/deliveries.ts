import * as z from 'zod';
import { getDelivery, resendDeliveries, resendDelivery } from '../../domain/webhooks/deliveries.ts';
import { findDeliveries } from '../../domain/webhooks/delivery-search.ts';
import { DELIVERY_STATUSES } from '../../domain/model/delivery.ts';
import { deliveryFilter, filterFields } from '../api/deliveries.ts';
import { pageOf } from '../api/pagination.ts';
import { parse } from '../api/validation.ts';
import { controlDelivery } from './delivery-wire.ts';
import type { ControlRequest } from './handler.ts';
import { paging } from './paging.ts';

const listQuery = z.strictObject({ ...filterFields, ...paging });

/** Newest first. */
export function listDeliveries({ app, game, query }: ControlRequest) {
  const asked = parse(listQuery, query, 'query');
  const { tables } = app.domain.store;
  const found = findDeliveries(tables, game.id, deliveryFilter(asked));
  return {
    data: pageOf(found, asked).map((delivery) => controlDelivery(tables, delivery)),
    total: found.length,
  };
}

const nothing = z.strictObject({});

export function resendOne({ app: { domain }, game, id, body }: ControlRequest) {
  parse(nothing, body, 'body');
  resendDelivery(domain, game, id);
  return controlDelivery(domain.store.tables, getDelivery(domain.store.tables, game.id, id));
}

const resendBody = z.strictObject({
  ...filterFields,
  status: z.enum(DELIVERY_STATUSES).default('exhausted'),
  since: z.number().min(0).optional(),
});

/** Without a status, those that were given up. The oldest go first. */
export function resendMany({ app: { domain }, game, body }: ControlRequest) {
  const { since, ...asked } = parse(resendBody, body, 'body');
  const found = findDeliveries(domain.store.tables, game.id, {
    ...deliveryFilter(asked),
    since: since === undefined ? undefined : since * 1000,
  });
  const ids = found.map((delivery) => delivery.id).reverse();
  const { resent, skipped } = resendDeliveries(domain, game, ids);
  return { resent: resent.length, skipped };
}
