import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import type { Delivery } from '../model/delivery.ts';
import { NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Endpoint } from '../model/platform.ts';
import type { ReadTables } from '../model/tables.ts';
import { endpointOf } from './endpoints.ts';

type EndpointTables = Pick<ReadTables, 'webhooks' | 'endpoints'>;

/**
 * Whether a delivery waits because its endpoint is paused. What a person asks for, a resend or a test, is sent
 * nevertheless, to see whether the receiver works again.
 */
export function isHeldBack(
  tables: EndpointTables,
  { status, webhookId, nextTrigger }: Pick<Delivery, 'status' | 'webhookId' | 'nextTrigger'>,
): boolean {
  if (status !== 'pending' || nextTrigger !== 'automatic') return false;
  return isPaused(endpointOf(tables, webhookId));
}

export function isPaused(endpoint: Endpoint | undefined): boolean {
  return (endpoint?.pausedAt ?? null) !== null;
}

/**
 * Keeps since when every attempt for an endpoint has failed, and pauses it after `pauseWebhookAfterMs`. Writes the
 * endpoint only where that changes, so that a healthy one costs nothing.
 */
export function noteOutcome(tx: Tx, endpointId: string, hasFailed: boolean): void {
  const { pauseWebhookAfterMs } = tx.rules;
  const endpoint = endpointOf(tx.tables, endpointId);
  if (pauseWebhookAfterMs === null || !endpoint) return;
  const failingSince = endpoint.failingSince ?? null;
  if (!hasFailed) {
    if (failingSince !== null) putHealth(tx, endpoint, { failingSince: null });
  } else if (failingSince === null) {
    putHealth(tx, endpoint, { failingSince: tx.now });
  } else if (!isPaused(endpoint) && tx.now - failingSince >= pauseWebhookAfterMs) {
    putHealth(tx, endpoint, { pausedAt: tx.now });
  }
}

/**
 * Sends again what waits for a paused endpoint: what is due at once, later retries when they are due. Has no effect on
 * one that is not paused.
 *
 * @throws NotFound when the game has no such endpoint
 */
export function resumeEndpoint(domain: DomainContext, game: Game, id: string): Endpoint {
  return inTransaction(domain, (tx) => {
    const endpoint = endpointOf(tx.tables, id);
    if (endpoint?.gameId !== game.id) throw new NotFound(`Webhook ${JSON.stringify(id)} was not found.`);
    return resume(tx, endpoint);
  });
}

/** The same within a transaction. */
export function resume(tx: Tx, endpoint: Endpoint): Endpoint {
  if (!isPaused(endpoint)) return endpoint;
  const { deliveries } = tx.tables;
  for (const delivery of pendingOf(tx.tables, endpoint.id)) {
    // Storing the delivery again tells the delivery engine that it is due.
    const nextAttemptAt = Math.max(delivery.nextAttemptAt ?? tx.now, tx.now);
    if (delivery.startedAt === null) deliveries.put({ ...delivery, nextAttemptAt });
  }
  return putHealth(tx, endpoint, { failingSince: null, pausedAt: null });
}

/** The deliveries of an endpoint that are pending, oldest first. */
export function pendingOf(tables: Pick<ReadTables, 'deliveries'>, endpointId: string): readonly Delivery[] {
  return tables.deliveries.by('webhook', endpointId).filter(({ status }) => status === 'pending');
}

function putHealth(
  { tables }: Tx,
  endpoint: Endpoint,
  health: Pick<Endpoint, 'failingSince' | 'pausedAt'>,
): Endpoint {
  const webhook = tables.webhooks.get(endpoint.id);
  const changed = { ...endpoint, ...health };
  if (webhook) tables.webhooks.put({ ...webhook, ...health });
  else tables.endpoints.put(changed);
  return changed;
}
