import * as z from 'zod';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import { sendTestEvent } from '../../domain/testing/test-events.ts';
import { createWebhook, deleteWebhook, expireSecret, updateWebhook } from '../../domain/webhooks/webhooks.ts';
import { parse } from '../api/validation.ts';
import { flashing } from './flash.ts';
import type { ActionHandler } from './page.ts';
import { webhookFields } from './webhook-form.ts';
import type { PageContext } from './visit.ts';

export function createFromForm(visit: PageContext): string {
  const fields = webhookFields(visit);
  const webhook = createWebhook(visit.domain, visit.game, {
    ...fields,
    enabled: true,
    enabledLogs: true,
    batchMode: null,
  });
  return flashing(`${visit.root}/webhooks/${webhook.id}?secret=shown`, 'webhook-created');
}

export function saveForm(visit: PageContext): string {
  updateWebhook(visit.domain, visit.game, visit.id, webhookFields(visit));
  return flashing(`${visit.root}/webhooks/${visit.id}`, 'webhook-saved');
}

function switching(enabled: boolean): ActionHandler {
  return ({ domain, game, id, root }) => {
    updateWebhook(domain, game, id, { enabled });
    return flashing(`${root}/webhooks/${id}`, enabled ? 'webhook-enabled' : 'webhook-disabled');
  };
}

export const enable = switching(true);
export const disable = switching(false);

export function newSecret({ domain, game, id, root }: PageContext): string {
  expireSecret(domain, game, id);
  return flashing(`${root}/webhooks/${id}?secret=shown`, 'secret-changed');
}

export function removeWebhook({ domain, game, id, root }: PageContext): string {
  deleteWebhook(domain, game, id);
  return flashing(`${root}/webhooks`, 'webhook-deleted');
}

const testSchema = z.object({ event_type: z.enum(EVENT_TYPES) });

/** Goes to the delivery, where the attempt shows up. */
export function sendTest({ domain, game, id, root, form }: PageContext): string {
  const asked = parse(testSchema, { event_type: form.text('event_type') }, 'body');
  const delivery = sendTestEvent(domain, game, { webhookId: id, type: asked.event_type });
  return flashing(`${root}/deliveries/${delivery.id}`, 'test-sent');
}
