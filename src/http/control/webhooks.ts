import { z } from 'zod';
import { EVENT_TYPES } from '../../domain/event-types.ts';
import { sendTestEvent } from '../../domain/test-events.ts';
import { parse } from '../validation.ts';
import { controlDelivery } from './delivery-wire.ts';
import type { ControlCall } from './handler.ts';

const testBody = z.strictObject({ event_type: z.enum(EVENT_TYPES) });

/** Sends a test event; answers with its delivery, which has no attempt yet. */
export function testWebhook({ deps: { world }, game, id, body }: ControlCall) {
  const { event_type: type } = parse(testBody, body, 'body');
  return controlDelivery(world.store.tables, sendTestEvent(world, game, { webhookId: id, type }));
}
