import { NotFound } from '../model/errors.ts';
import type { Event } from '../model/event.ts';
import { typeTest } from '../events/publish.ts';
import type { Delivery, DeliveryStatus } from '../model/delivery.ts';
import { endpointOf } from './endpoints.ts';
import { getOrder } from '../orders/orders.ts';
import type { ReadTables } from '../model/tables.ts';

/** Which deliveries to list; an absent field does not filter. `order.*` and `payment.*` find all events of that name. */
export interface DeliveryFilter {
  readonly orderId?: string | undefined;
  readonly webhookId?: string | undefined;
  readonly eventType?: Event['type'] | undefined;
  readonly status?: DeliveryStatus | undefined;
  /** Unix milliseconds: settled at or after this moment or, while pending, created at or after it. */
  readonly since?: number | undefined;
}

type DeliveryTables = Pick<ReadTables, 'deliveries' | 'orders' | 'webhooks' | 'endpoints'>;

/**
 * The game's deliveries that match, newest first.
 *
 * @throws NotFound when the filter names an order or a webhook that the game has never had.
 */
export function findDeliveries(
  tables: DeliveryTables,
  gameId: string,
  filter: DeliveryFilter,
): readonly Delivery[] {
  checkNames(tables, gameId, filter);
  const all = narrowest(tables, gameId, filter);
  const test = testOf(gameId, filter);
  return (test === null ? all : all.filter(test)).toReversed();
}

/** An unknown id is an error instead of an empty list. A deleted webhook is still known from its deliveries. */
function checkNames(tables: DeliveryTables, gameId: string, { orderId, webhookId }: DeliveryFilter): void {
  if (orderId !== undefined) getOrder(tables, gameId, orderId);
  if (webhookId === undefined || endpointOf(tables, webhookId)?.gameId === gameId) return;
  if (tables.deliveries.by('webhook', webhookId).some((delivery) => delivery.gameId === gameId)) return;
  throw new NotFound(`Webhook ${JSON.stringify(webhookId)} was not found.`);
}

function narrowest(
  { deliveries }: DeliveryTables,
  gameId: string,
  filter: DeliveryFilter,
): readonly Delivery[] {
  if (filter.orderId !== undefined) return deliveries.by('order', filter.orderId);
  if (filter.webhookId !== undefined) return deliveries.by('webhook', filter.webhookId);
  return deliveries.by('game', gameId);
}

/** `null` if every delivery of the game matches. */
function testOf(gameId: string, filter: DeliveryFilter): ((delivery: Delivery) => boolean) | null {
  if (Object.values(filter).every((value) => value === undefined)) return null;
  const { webhookId, eventType, status, since } = filter;
  const isWanted = eventType && typeTest(eventType);
  return (delivery) =>
    delivery.gameId === gameId &&
    (webhookId === undefined || delivery.webhookId === webhookId) &&
    (status === undefined || delivery.status === status) &&
    (isWanted === undefined || isWanted(delivery.eventType)) &&
    (since === undefined || (delivery.settledAt ?? delivery.createdAt) >= since);
}
