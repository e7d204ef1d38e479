import { z } from 'zod';
import type { DeliveryFilter } from '../domain/delivery-search.ts';
import { EVENT_TYPES } from '../domain/event-types.ts';
import { DELIVERY_STATUSES } from '../domain/model/delivery.ts';

/** The wire names of a delivery filter, in queries and bodies. */
export const filterFields = {
  order_id: z.string().min(1).optional(),
  webhook_id: z.string().min(1).optional(),
  event_type: z.enum(EVENT_TYPES).optional(),
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
