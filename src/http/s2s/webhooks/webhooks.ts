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
import { operation } from '../../api/operation.ts';
import { pageOf, paginationSchema } from '../../api/pagination.ts';

const WEBHOOK = '/v1/webhooks/{webhook_id}';
const METHODS = ['GET', 'POST'] as const;

/** `WebhookCreate` of the published specification. */
const webhookCreateSchema = z.object({
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

export const webhookOperations = [
  operation({
    method: 'GET',
    path: '/v1/webhooks',
    query: paginationSchema(300),
    run: ({ app, game, query }) => {
      const webhooks = app.domain.store.tables.webhooks.by('game', game.id);
      return { status: 200, body: pageOf(webhooks, query).map(webhookRedacted) };
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/webhooks',
    body: webhookCreateSchema,
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
      return { status: 201, body: webhookRevealed(webhook) };
    },
  }),
  operation({
    method: 'GET',
    path: WEBHOOK,
    run: ({ app, game, params }) => {
      const webhook = getWebhook(app.domain.store.tables, game.id, params['webhook_id'] ?? '');
      return { status: 200, body: webhookRedacted(webhook) };
    },
  }),
  operation({
    method: 'PUT',
    path: WEBHOOK,
    body: webhookUpdateSchema,
    run: ({ app, game, params, body }) => {
      const webhook = updateWebhook(app.domain, game, params['webhook_id'] ?? '', {
        url: body.url,
        events: body.events,
        method: body.method,
        description: body.description,
        enabled: body.enabled,
        enabledLogs: body.enabled_logs,
        playerContextEnabled: body.player_context_enabled,
        batchMode: body.batch_mode,
      });
      return { status: 200, body: webhookRedacted(webhook) };
    },
  }),
  operation({
    method: 'DELETE',
    path: WEBHOOK,
    run: ({ app, game, params }) => {
      deleteWebhook(app.domain, game, params['webhook_id'] ?? '');
      return { status: 204 };
    },
  }),
  operation({
    method: 'POST',
    path: `${WEBHOOK}/expire_secret`,
    run: ({ app, game, params }) => {
      const webhook = expireSecret(app.domain, game, params['webhook_id'] ?? '');
      return { status: 200, body: webhookRevealed(webhook) };
    },
  }),
  operation({
    method: 'POST',
    path: `${WEBHOOK}/reveal`,
    run: ({ app, game, params }) => {
      const webhook = getWebhook(app.domain.store.tables, game.id, params['webhook_id'] ?? '');
      return { status: 200, body: webhookRevealed(webhook) };
    },
  }),
];

function webhookFields(webhook: Webhook) {
  return {
    id: webhook.id,
    game_id: webhook.gameId,
    events: webhook.events,
    url: webhook.url,
    ...(webhook.description !== null && { description: webhook.description }),
    method: webhook.method,
    enabled: webhook.enabled,
    enabled_logs: webhook.enabledLogs,
    ...(webhook.playerContextEnabled !== null && { player_context_enabled: webhook.playerContextEnabled }),
    ...(webhook.batchMode !== null && { batch_mode: webhook.batchMode }),
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

/** A secret with only its end to be seen. */
export function redactSecret(secret: string): string {
  return `${'*'.repeat(8)}${secret.length > 3 * SHOWN ? secret.slice(-SHOWN) : ''}`;
}
