import * as z from 'zod';
import { ORDER_STATUSES } from '../../domain/model/order.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { pageOf } from '../api/pagination.ts';
import { parse } from '../api/validation.ts';
import type { ControlRequest } from './handler.ts';
import { controlOrder } from './order-wire.ts';
import { paging } from './paging.ts';

const listQuery = z.strictObject({ ...paging, status: z.enum(ORDER_STATUSES).optional() });

/** Newest first. */
export function listOrders({ app: { domain }, game, query, base }: ControlRequest) {
  const { status, ...page } = parse(listQuery, query, 'query');
  const orders = domain.store.tables.orders
    .by('game', game.id)
    .filter((order) => status === undefined || order.status === status)
    .reverse();
  return {
    data: pageOf(orders, page).map((order) => controlOrder(domain, order, base)),
    total: orders.length,
  };
}

export function readOrder({ app: { domain }, game, id, base }: ControlRequest) {
  return controlOrder(domain, getOrder(domain.store.tables, game.id, id), base);
}
