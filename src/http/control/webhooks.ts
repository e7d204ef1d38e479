import * as z from 'zod';
import type { Game } from '../../domain/model/game.ts';
import type { Endpoint } from '../../domain/model/platform.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { pendingOf, resumeEndpoint } from '../../domain/webhooks/pausing.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operation } from '../api/operation.ts';
import { boundedPageParameters, listOf, listPage } from '../api/pagination.ts';
import { noBody } from '../api/schemas.ts';

const webhookStateSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      url: z.string(),
      enabled: z.boolean(),
      failing_since: z.int().nullable().describe('Kept only with --pause-webhook-after.'),
      paused_at: z.int().nullable().describe('Nothing is sent while this is not null.'),
      pending: z.int().describe('How many deliveries are pending.'),
    })
    .meta({ id: 'WebhookState' }),
);

export const webhookOperations = [
  operation({
    id: 'list_webhooks',
    method: 'GET',
    path: '/webhooks',
    summary:
      'List the webhooks of the game with their state, and the addresses that orders of other platforms named.',
    query: z.strictObject(boundedPageParameters),
    response: { 200: listOf(webhookStateSchema) },
    run: ({ app: { domain }, game, query }) => {
      const { tables } = domain.store;
      return listPage(endpointsOf(tables, game), query, (one) => webhookState(tables, one));
    },
  }),
  operation({
    id: 'resume_webhook',
    method: 'POST',
    path: '/webhooks/{id}/resume',
    summary:
      'Send again to a webhook that --pause-webhook-after has paused, beginning with what waits for it.',
    body: noBody,
    response: { 200: webhookStateSchema },
    errors: { 404: 'The game has no such webhook.' },
    run: ({ app: { domain }, game, params }) =>
      webhookState(domain.store.tables, resumeEndpoint(domain, game, params.id)),
  }),
];

function endpointsOf({ webhooks, endpoints }: ReadTables, { id }: Game): readonly Endpoint[] {
  return [...webhooks.by('game', id), ...endpoints.by('game', id)];
}

function webhookState(tables: ReadTables, { id, url, enabled, failingSince, pausedAt }: Endpoint) {
  return {
    id,
    url,
    enabled,
    failing_since: secondsOrNull(failingSince),
    paused_at: secondsOrNull(pausedAt),
    pending: pendingOf(tables, id).length,
  };
}

function secondsOrNull(milliseconds: number | null | undefined): number | null {
  return milliseconds === null || milliseconds === undefined ? null : seconds(milliseconds);
}
