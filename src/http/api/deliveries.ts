import * as z from 'zod';
import { type Delivery, DELIVERY_STATUSES } from '../../domain/model/delivery.ts';
import { ALL_EVENT_TYPES } from '../../domain/model/event.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { requestBody } from '../../domain/webhooks/attempts.ts';
import type { DeliveryFilter } from '../../domain/webhooks/delivery-search.ts';

/** The body that the webhook receives; empty if the event is no longer stored. */
export function deliveredBody(tables: Pick<ReadTables, 'events'>, delivery: Delivery): string {
  const event = tables.events.get(delivery.eventId);
  return event ? requestBody(delivery, event) : '';
}

/** The fields of a delivery filter in queries and bodies. */
export const filterFields = {
  order_id: z.string().min(1).optional(),
  webhook_id: z.string().min(1).optional(),
  event_type: z.enum(ALL_EVENT_TYPES).optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
};

export const filterSchema = z.object(filterFields);

export function deliveryFilter(asked: z.output<typeof filterSchema>): DeliveryFilter {
  return {
    orderId: asked.order_id,
    webhookId: asked.webhook_id,
    eventType: asked.event_type,
    status: asked.status,
  };
}
