import type { Delivery } from '../../domain/model/delivery.ts';
import { endpointOf } from '../../domain/webhooks/endpoints.ts';
import { deliveredBody } from '../api/deliveries.ts';
import type { DashboardContext } from './context.ts';
import { curlCommand } from './curl.ts';

/**
 * The command that sends a delivery's request again from a shell, signed as of now; `null` when nothing can sign it or
 * its event is no longer kept.
 */
export function signedCurl({ app, tables }: DashboardContext, delivery: Delivery): string | null {
  const endpoint = endpointOf(tables, delivery.webhookId);
  const last = tables.attempts.by('delivery', delivery.id).at(-1);
  const body = deliveredBody(tables, delivery);
  // A platform that does not sign at once leaves what its last attempt was signed with.
  const headers = app.signDelivery(delivery) ?? (endpoint && last?.request.headers);
  if (!endpoint || !headers || body === '') return null;
  return curlCommand({ method: endpoint.method, url: endpoint.url, headers, body });
}
