import { type DomainContext, inTransaction } from '../model/context.ts';
import type { Delivery } from '../model/delivery.ts';
import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Endpoint } from '../model/platform.ts';
import { getDelivery } from './deliveries.ts';
import { endpointOf } from './endpoints.ts';
import { checkWebhookUrl } from './webhooks.ts';

/**
 * Sends the event of a delivery to another URL once: the same body, signed with the same secret. The answer decides
 * nothing about the order.
 *
 * @throws NotFound
 * @throws Conflict when the event is no longer kept, or its webhook was deleted, so that nothing can sign for it.
 * @throws Invalid when the URL is not valid for a webhook.
 */
export function replayDelivery(domain: DomainContext, game: Game, id: string, url: string): Delivery {
  return inTransaction(domain, (tx) => {
    const delivery = getDelivery(tx.tables, game.id, id);
    checkWebhookUrl(url, tx.rules);
    const original = endpointOf(tx.tables, delivery.webhookId);
    if (!original) throw new Conflict(`Delivery ${id} can't be replayed: its webhook was deleted.`);
    const endpoint: Endpoint = {
      id: newId(tx.ids, 'endpoint'),
      gameId: game.id,
      url,
      method: original.method,
      enabled: true,
      signedAs: original.signedAs ?? original.id,
    };
    tx.tables.endpoints.put(endpoint);
    const replay: Delivery = {
      ...delivery,
      id: newId(tx.ids, 'delivery'),
      webhookId: endpoint.id,
      replayOf: delivery.replayOf ?? delivery.id,
      status: 'pending',
      attempts: 0,
      tries: 0,
      nextTrigger: 'manual',
      startedAt: null,
      nextAttemptAt: tx.now,
      createdAt: tx.now,
      settledAt: null,
    };
    tx.tables.deliveries.put(replay);
    return replay;
  });
}
