import type { Webhook } from '../../domain/model/webhook.ts';
import { redactSecret } from '../s2s/webhooks/webhooks.ts';
import { deliveryRow } from './delivery-row.ts';
import type { PageContext } from './visit.ts';

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
