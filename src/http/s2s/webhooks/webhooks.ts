import * as z from 'zod';
import { EVENT_TYPES } from '../../../domain/model/event.ts';
import type { Webhook } from '../../../domain/model/webhook.ts';
import {
  createWebhook,
  deleteWebhook,
  expireSecret,
  getWebhook,
  updateWebhook,
} from '../../../domain/webhooks/webhooks.ts';
import { silentTypes } from '../../../domain/webhooks/event-flows.ts';
import type { AppContext } from '../../server/app-context.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, pageParameters } from '../../api/pagination.ts';

const WEBHOOK = '/v1/webhooks/{webhook_id}';
const UNKNOWN = 'The game has no such webhook.';
const METHODS = ['GET', 'POST'] as const;

/** `WebhookCreate` of the published specification. */
export const webhookCreateSchema = z.object({
  events: z.array(z.enum(EVENT_TYPES)),
  url: z.string(),
  description: z.string().nullish(),
  method: z.enum(METHODS),
  enabled: z.boolean().default(true),
  enabled_logs: z.boolean().default(true),
  player_context_enabled: z.boolean().nullish(),
  batch_mode: z.boolean().nullish(),
});

/** `WebhookUpdate` of the published specification. */
const webhookUpdateSchema = z.object({
  events: z.array(z.enum(EVENT_TYPES)).optional(),
  url: z.string().optional(),
  description: z.string().optional(),
  method: z.enum(METHODS).optional(),
  enabled: z.boolean().optional(),
  enabled_logs: z.boolean().optional(),
  player_context_enabled: z.boolean().nullish(),
  batch_mode: z.boolean().optional(),
});

const webhookReadFields = {
  id: z.string(),
  game_id: z.string(),
  events: z.array(z.enum(EVENT_TYPES)),
  url: z.string(),
  description: z.string().optional(),
  method: z.enum(METHODS),
  enabled: z.boolean(),
  enabled_logs: z.boolean(),
  player_context_enabled: z.boolean().optional(),
  batch_mode: z.boolean().optional(),
};

/** `WebhookRedacted`. */
const webhookRedactedSchema = z.lazy(() =>
  z.object({ ...webhookReadFields, secret_redacted: z.string() }).meta({ id: 'WebhookRedacted' }),
);

/** `WebhookRevealed`. */
const webhookRevealedSchema = z.lazy(() =>
  z.object({ ...webhookReadFields, secret: z.string() }).meta({ id: 'WebhookRevealed' }),
);

export const webhookOperations = [
  operation({
    id: 'get_webhooks',
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List webhooks.',
    query: z.object(pageParameters(300)),
    response: { 200: z.array(webhookRedactedSchema) },
    run: ({ app, game, query }) =>
      pageOf(app.domain.store.tables.webhooks.by('game', game.id), query).map(webhookRedacted),
  }),
  operation({
    id: 'create_webhook',
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Create a webhook.',
    body: webhookCreateSchema,
    response: { 201: webhookRevealedSchema },
    run: ({ app, game, body }) => {
      const webhook = createWebhook(app.domain, game, {
        url: body.url,
        events: body.events,
        method: body.method,
        description: body.description ?? null,
        enabled: body.enabled,
        enabledLogs: body.enabled_logs,
        playerContextEnabled: body.player_context_enabled ?? null,
        batchMode: body.batch_mode ?? null,
      });
      warnOfSilentTypes(app.log, webhook);
      return webhookRevealed(webhook);
    },
  }),
  operation({
    id: 'get_webhook',
    method: 'GET',
    path: WEBHOOK,
    summary: 'Read a webhook, without its secret.',
    response: { 200: webhookRedactedSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      webhookRedacted(getWebhook(app.domain.store.tables, game.id, params.webhook_id)),
  }),
  operation({
    id: 'update_webhook',
    method: 'PUT',
    path: WEBHOOK,
    summary: 'Change a webhook.',
    body: webhookUpdateSchema,
    response: { 200: webhookRedactedSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) => {
      const webhook = updateWebhook(app.domain, game, params.webhook_id, {
        url: body.url,
        events: body.events,
        method: body.method,
        description: body.description,
        enabled: body.enabled,
        enabledLogs: body.enabled_logs,
        playerContextEnabled: body.player_context_enabled,
        batchMode: body.batch_mode,
      });
      if (body.events) warnOfSilentTypes(app.log, webhook);
      return webhookRedacted(webhook);
    },
  }),
  operation({
    id: 'delete_webhook',
    method: 'DELETE',
    path: WEBHOOK,
    summary: 'Delete a webhook.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteWebhook(app.domain, game, params.webhook_id);
    },
  }),
  operation({
    id: 'expire_webhook_secret',
    method: 'POST',
    path: `${WEBHOOK}/expire_secret`,
    summary: 'Give a webhook a new secret.',
    response: { 200: webhookRevealedSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => webhookRevealed(expireSecret(app.domain, game, params.webhook_id)),
  }),
  operation({
    id: 'reveal_webhook_secret',
    method: 'POST',
    path: `${WEBHOOK}/reveal`,
    summary: 'Read a webhook with its secret.',
    response: { 200: webhookRevealedSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      webhookRevealed(getWebhook(app.domain.store.tables, game.id, params.webhook_id)),
  }),
];

/** Logs a warning that names the subscribed event types that the emulator sends only as tests, if there are any. */
export function warnOfSilentTypes(log: AppContext['log'], { id, events }: Webhook): void {
  const types = silentTypes(events);
  if (types.length === 0) return;
  log.warn({ webhookId: id, eventTypes: types }, 'The emulator sends these event types only as test events.');
}

export function webhookFields(webhook: Webhook) {
  return {
    id: webhook.id,
    game_id: webhook.gameId,
    events: webhook.events,
    url: webhook.url,
    description: webhook.description ?? undefined,
    method: webhook.method,
    enabled: webhook.enabled,
    enabled_logs: webhook.enabledLogs,
    player_context_enabled: webhook.playerContextEnabled ?? undefined,
    batch_mode: webhook.batchMode ?? undefined,
  };
}

/** `WebhookRedacted`. */
export function webhookRedacted(webhook: Webhook) {
  return { ...webhookFields(webhook), secret_redacted: redactSecret(webhook.secret) };
}

/** `WebhookRevealed`. */
export function webhookRevealed(webhook: Webhook) {
  return { ...webhookFields(webhook), secret: webhook.secret };
}

const SHOWN = 4;

/** A secret of which only the end is visible. */
export function redactSecret(secret: string): string {
  return `${'*'.repeat(8)}${secret.length > 3 * SHOWN ? secret.slice(-SHOWN) : ''}`;
}
