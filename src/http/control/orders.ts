import { z } from 'zod';
import { ORDER_STATUSES } from '../../domain/model/order.ts';
import { getOrder } from '../../domain/orders.ts';
import { pageOf } from '../s2s/pagination.ts';
import { parse } from '../validation.ts';
import type { ControlCall } from './handler.ts';
import { controlOrder } from './order-wire.ts';
import { paging } from './paging.ts';

const listQuery = z.strictObject({ ...paging, status: z.enum(ORDER_STATUSES).optional() });

/** Newest first. */
export function listOrders({ deps: { world }, game, query, base }: ControlCall) {
  const { status, ...page } = parse(listQuery, query, 'query');
  const orders = world.store.tables.orders
    .by('game', game.id)
    .filter((order) => status === undefined || order.status === status)
    .reverse();
  return {
    data: pageOf(orders, page).map((order) => controlOrder(world, order, base)),
    total: orders.length,
  };
}

export function readOrder({ deps: { world }, game, id, base }: ControlCall) {
  return controlOrder(world, getOrder(world.store.tables, game.id, id), base);
}
