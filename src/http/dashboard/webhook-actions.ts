import { z } from 'zod';
import { EVENT_TYPES } from '../../domain/event-types.ts';
import { sendTestEvent } from '../../domain/test-events.ts';
import { createWebhook, deleteWebhook, expireSecret, updateWebhook } from '../../domain/webhooks.ts';
import { parse } from '../validation.ts';
import { flashing } from './flash.ts';
import type { ActionHandler } from './page.ts';
import { webhookFields } from './webhook-form.ts';
import type { Visit } from './visit.ts';

export function createFromForm(visit: Visit): string {
  const fields = webhookFields(visit);
  const webhook = createWebhook(visit.world, visit.game, {
    ...fields,
    enabled: true,
    enabledLogs: true,
    batchMode: null,
  });
  return flashing(`${visit.root}/webhooks/${webhook.id}?secret=shown`, 'webhook-created');
}

export function saveForm(visit: Visit): string {
  updateWebhook(visit.world, visit.game, visit.id, webhookFields(visit));
  return flashing(`${visit.root}/webhooks/${visit.id}`, 'webhook-saved');
}

function switching(enabled: boolean): ActionHandler {
  return ({ world, game, id, root }) => {
    updateWebhook(world, game, id, { enabled });
    return flashing(`${root}/webhooks/${id}`, enabled ? 'webhook-enabled' : 'webhook-disabled');
  };
}

export const enable = switching(true);
export const disable = switching(false);

export function newSecret({ world, game, id, root }: Visit): string {
  expireSecret(world, game, id);
  return flashing(`${root}/webhooks/${id}?secret=shown`, 'secret-changed');
}

export function removeWebhook({ world, game, id, root }: Visit): string {
  deleteWebhook(world, game, id);
  return flashing(`${root}/webhooks`, 'webhook-deleted');
}

const testSchema = z.object({ event_type: z.enum(EVENT_TYPES) });

/** Goes to the delivery, where the attempt shows up. */
export function sendTest({ world, game, id, root, form }: Visit): string {
  const asked = parse(testSchema, { event_type: form.text('event_type') }, 'body');
  const delivery = sendTestEvent(world, game, { webhookId: id, type: asked.event_type });
  return flashing(`${root}/deliveries/${delivery.id}`, 'test-sent');
}
