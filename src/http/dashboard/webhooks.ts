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
import { isPaused, resumeEndpoint } from '../../domain/webhooks/pausing.ts';
import { silentTypes } from '../../domain/webhooks/event-flows.ts';
import { redactSecret, warnOfSilentTypes } from '../s2s/webhooks/webhooks.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { deliveryRow } from './deliveries.ts';
import { endpointRow, pauseOf } from './endpoints.ts';
import { redirectTo } from './layout.ts';
import { verificationSnippets } from './snippets.ts';
import { webhookFields, webhookFormModel, webhookFormSchema } from './webhook-form.ts';

const RECENT = 8;

/** Each order of another platform may name an address of its own. */
const LISTED_ENDPOINTS = 50;

export const webhooksPage = dashboardPage({
  method: 'GET',
  path: '/webhooks',
  run: (context) => {
    const { tables, game, root } = context;
    const rows = tables.webhooks.by('game', game.id).map((webhook) => webhookRow(context, webhook));
    const endpoints = tables.endpoints.by('game', game.id).slice(-LISTED_ENDPOINTS).reverse();
    return {
      view: 'webhooks',
      title: 'Webhooks',
      section: 'webhooks',
      model: {
        rows: rows.reverse(),
        endpoints: endpoints.map((endpoint) => endpointRow(context, endpoint)),
        newHref: `${root}/webhooks/new`,
        snippets: verificationSnippets(),
      },
    };
  },
});

export const newWebhookPage = dashboardPage({
  method: 'GET',
  path: '/webhooks/new',
  run: (context) => ({
    view: 'webhook-new',
    title: 'New webhook',
    section: 'webhooks',
    model: { form: webhookFormModel(context, null), action: `${context.root}/webhooks` },
  }),
});

export const createForm = dashboardPage({
  method: 'POST',
  path: '/webhooks',
  form: webhookFormSchema,
  again: newWebhookPage,
  run: ({ app, domain, game, root }, { form }) => {
    const state = { enabled: true, enabledLogs: true, batchMode: null };
    const webhook = createWebhook(domain, game, { ...webhookFields(form), ...state });
    const { id } = webhook;
    warnOfSilentTypes(app.log, webhook);
    return redirectTo(`${root}/webhooks/${id}?secret=shown`, 'webhook-created');
  },
});

/** One webhook: its settings, its secret on demand, a test event, its last deliveries. */
export const webhookPage = dashboardPage({
  method: 'GET',
  path: '/webhooks/:id',
  query: z.object({ secret: z.string().optional() }),
  run: (context, { params: { id }, query }) => {
    const { tables, game, root, problem } = context;
    const webhook = getWebhook(tables, game.id, id);
    const submittedType = problem?.submitted.text('event_type') ?? '';
    const recent = tables.deliveries.by('webhook', id).slice(-RECENT).reverse();
    return {
      view: 'webhook',
      title: 'Webhook',
      section: 'webhooks',
      model: {
        ...webhookRow(context, webhook),
        pause: pauseOf(context, webhook),
        silentTypes: silentTypes(webhook.events),
        fidelityHref: `${root}/fidelity#events`,
        secret: query.secret === 'shown' ? webhook.secret : null,
        form: webhookFormModel(context, webhook),
        action: `${root}/webhooks/${id}`,
        types: EVENT_TYPES.filter((type) => !type.endsWith('.*')),
        chosenType: submittedType === '' ? testType(webhook.events) : submittedType,
        recent: recent.map((delivery) => deliveryRow(context, delivery)),
        snippets: verificationSnippets(),
      },
    };
  },
});

/** A developer most likely tests the first event type that the webhook subscribes to. */
function testType(events: readonly string[]): string {
  return events.find((type) => !type.endsWith('.*')) ?? 'item.add';
}

export const saveForm = dashboardPage({
  method: 'POST',
  path: '/webhooks/:id',
  form: webhookFormSchema,
  again: webhookPage,
  run: ({ app, domain, game, root }, { params: { id }, form }) => {
    warnOfSilentTypes(app.log, updateWebhook(domain, game, id, webhookFields(form)));
    return redirectTo(`${root}/webhooks/${id}`, 'webhook-saved');
  },
});

export const enable = dashboardPage({
  method: 'POST',
  path: '/webhooks/:id/enable',
  again: webhookPage,
  run: ({ domain, game, root }, { params: { id } }) => {
    updateWebhook(domain, game, id, { enabled: true });
    return redirectTo(`${root}/webhooks/${id}`, 'webhook-enabled');
  },
});

export const disable = dashboardPage({
  method: 'POST',
  path: '/webhooks/:id/disable',
  again: webhookPage,
  run: ({ domain, game, root }, { params: { id } }) => {
    updateWebhook(domain, game, id, { enabled: false });
    return redirectTo(`${root}/webhooks/${id}`, 'webhook-disabled');
  },
});

/** Ends the pause of a webhook whose attempts failed for long. */
export const resume = dashboardPage({
  method: 'POST',
  path: '/webhooks/:id/resume',
  again: webhookPage,
  run: ({ domain, game, root }, { params: { id } }) => {
    resumeEndpoint(domain, game, id);
    return redirectTo(`${root}/webhooks/${id}`, 'webhook-resumed');
  },
});

export const changeSecret = dashboardPage({
  method: 'POST',
  path: '/webhooks/:id/secret',
  again: webhookPage,
  run: ({ domain, game, root }, { params: { id } }) => {
    expireSecret(domain, game, id);
    return redirectTo(`${root}/webhooks/${id}?secret=shown`, 'secret-changed');
  },
});

/** Goes on to the delivery of the test event, where its attempt appears. */
export const sendTest = dashboardPage({
  method: 'POST',
  path: '/webhooks/:id/test',
  form: z.object({ event_type: z.enum(EVENT_TYPES) }),
  again: webhookPage,
  run: ({ domain, game, root }, { params: { id }, form }) => {
    const delivery = sendTestEvent(domain, game, id, form.event_type);
    return redirectTo(`${root}/deliveries/${delivery.id}`, 'test-sent');
  },
});

/** Asks before deleting. */
export const deletePage = dashboardPage({
  method: 'GET',
  path: '/webhooks/:id/delete',
  run: (context, { params: { id } }) => {
    const { tables, game } = context;
    const webhook = getWebhook(tables, game.id, id);
    const pending = tables.deliveries.by('webhook', id).filter(({ status }) => status === 'pending').length;
    return {
      view: 'webhook-delete',
      title: 'Delete webhook',
      section: 'webhooks',
      model: { ...webhookRow(context, webhook), pending },
    };
  },
});

export const deleteForm = dashboardPage({
  method: 'POST',
  path: '/webhooks/:id/delete',
  again: deletePage,
  run: ({ domain, game, root }, { params: { id } }) => {
    deleteWebhook(domain, game, id);
    return redirectTo(`${root}/webhooks`, 'webhook-deleted');
  },
});

/** A webhook in the list; its secret is masked. */
function webhookRow(context: DashboardContext, webhook: Webhook) {
  const { root, tables } = context;
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
    state: stateOf(webhook),
    maskedSecret: redactSecret(webhook.secret),
    total: deliveries.length,
    exhausted: deliveries.filter(({ status }) => status === 'exhausted').length,
    last: last ? deliveryRow(context, last) : null,
    deliveriesHref: `${root}/deliveries?webhook_id=${webhook.id}`,
  };
}

function stateOf(webhook: Webhook): { readonly text: string; readonly tone: string } {
  if (!webhook.enabled) return { text: 'disabled', tone: 'neutral' };
  return isPaused(webhook) ? { text: 'paused', tone: 'bad' } : { text: 'enabled', tone: 'good' };
}
