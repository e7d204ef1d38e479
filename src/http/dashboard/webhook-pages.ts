import { EVENT_TYPES } from '../../domain/model/event.ts';
import { getWebhook } from '../../domain/webhooks/webhooks.ts';
import { deliveryRow } from './delivery-row.ts';
import type { Page } from './page.ts';
import { SNIPPETS } from './snippets.ts';
import type { PageContext } from './visit.ts';
import { webhookFormModel } from './webhook-form.ts';
import { webhookRow } from './webhook-row.ts';

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
