import * as z from 'zod';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import type { Webhook } from '../../domain/model/webhook.ts';
import { sendTestEvent } from '../../domain/testing/test-events.ts';
import {
  createWebhook,
  deleteWebhook,
  expireSecret,
  getWebhook,
  updateWebhook,
} from '../../domain/webhooks/webhooks.ts';
import { parse } from '../api/validation.ts';
import { redactSecret } from '../s2s/webhooks/webhooks.ts';
import type { PageContext } from './context.ts';
import { deliveryRow } from './deliveries.ts';
import { type ActionHandler, flashing, type Page } from './layout.ts';
import { webhookFields, webhookFormModel } from './webhook-form.ts';

const RECENT = 8;

export function webhooksPage(visit: PageContext): Page {
  const { tables, game, root } = visit;
  const rows = tables.webhooks.by('game', game.id).map((webhook) => webhookRow(visit, webhook));
  return {
    view: 'webhooks',
    title: 'Webhooks',
    section: 'webhooks',
    model: { rows: rows.reverse(), newHref: `${root}/webhooks/new`, snippets: SNIPPETS },
  };
}

export function newWebhookPage(visit: PageContext): Page {
  return {
    view: 'webhook-new',
    title: 'New webhook',
    section: 'webhooks',
    model: { form: webhookFormModel(visit, null), action: `${visit.root}/webhooks` },
  };
}

/** One webhook: its settings, its secret on demand, a test event, its last deliveries. @throws NotFound */
export function webhookPage(visit: PageContext): Page {
  const { tables, game, id, root, query, form } = visit;
  const webhook = getWebhook(tables, game.id, id);
  const recent = tables.deliveries.by('webhook', id).slice(-RECENT).reverse();
  return {
    view: 'webhook',
    title: 'Webhook',
    section: 'webhooks',
    model: {
      ...webhookRow(visit, webhook),
      secret: query['secret'] === 'shown' ? webhook.secret : null,
      form: webhookFormModel(visit, webhook),
      action: `${root}/webhooks/${id}`,
      types: EVENT_TYPES.filter((type) => !type.endsWith('.*')),
      chosenType: form.text('event_type') || testType(webhook.events),
      recent: recent.map((delivery) => deliveryRow(visit, delivery)),
      snippets: SNIPPETS,
    },
  };
}

/** The first type it subscribed to is what a developer will want to try first. */
function testType(events: readonly string[]): string {
  return events.find((type) => !type.endsWith('.*')) ?? 'item.add';
}

/** Asks before deleting. @throws NotFound */
export function deleteWebhookPage(visit: PageContext): Page {
  const { tables, game, id } = visit;
  const webhook = getWebhook(tables, game.id, id);
  const pending = tables.deliveries.by('webhook', id).filter(({ status }) => status === 'pending').length;
  return {
    view: 'webhook-delete',
    title: 'Delete webhook',
    section: 'webhooks',
    model: { ...webhookRow(visit, webhook), pending },
  };
}

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
  const delivery = sendTestEvent(domain, game, id, asked.event_type);
  return flashing(`${root}/deliveries/${delivery.id}`, 'test-sent');
}

/** A webhook in the list; its secret is masked. */
export function webhookRow(visit: PageContext, webhook: Webhook) {
  const { root, tables } = visit;
  const deliveries = tables.deliveries.by('webhook', webhook.id);
  const last = deliveries.at(-1);
  return {
    id: webhook.id,
    href: `${root}/webhooks/${webhook.id}`,
    url: webhook.url,
    description: webhook.description ?? '',
    method: webhook.method,
    events: webhook.events,
    enabled: webhook.enabled,
    maskedSecret: redactSecret(webhook.secret),
    total: deliveries.length,
    exhausted: deliveries.filter(({ status }) => status === 'exhausted').length,
    last: last ? deliveryRow(visit, last) : null,
    deliveriesHref: `${root}/deliveries?webhook_id=${webhook.id}`,
  };
}

/** How a receiver checks a signature: over the raw bytes of the body, with the webhook's own secret. */
export const SNIPPETS = {
  node: `import { createHmac, timingSafeEqual } from 'node:crypto';

// rawBody: the bytes as received, before any JSON parser
function isFromAghanim(headers, rawBody, secret) {
  const timestamp = headers['x-aghanim-signature-timestamp'] ?? '';
  const given = Buffer.from(headers['x-aghanim-signature'] ?? '', 'hex');
  const right = createHmac('sha256', secret).update(timestamp + '.').update(rawBody).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}`,
  shell: `# body.json: the bytes as received; compare with X-Aghanim-Signature
{ printf '%s.' "$TIMESTAMP"; cat body.json; } | openssl dgst -sha256 -hmac "$SECRET"`,
} as const;
