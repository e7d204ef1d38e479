import * as z from 'zod';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { sendTestEvent } from '../../domain/testing/test-events.ts';
import { parse } from '../api/validation.ts';
import { controlDelivery } from './delivery-wire.ts';
import type { ControlRequest } from './handler.ts';

const testBody = z.strictObject({ event_type: z.enum(EVENT_TYPES) });

/** Sends a test event; answers with its delivery, which has no attempt yet. */
export function testWebhook({ app: { domain }, game, id, body }: ControlRequest) {
  const { event_type: type } = parse(testBody, body, 'body');
  return controlDelivery(domain.store.tables, sendTestEvent(domain, game, { webhookId: id, type }));
}
