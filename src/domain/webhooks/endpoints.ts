import type { Tx } from '../model/context.ts';
import { newId } from '../model/ids.ts';
import type { Endpoint } from '../model/platform.ts';
import { endpointKey, type ReadTables } from '../model/tables.ts';

/** Where a delivery goes: a webhook, or an endpoint of another platform; `undefined` when it was deleted. */
export function endpointOf(
  tables: Pick<ReadTables, 'webhooks' | 'endpoints'>,
  id: string,
): Endpoint | undefined {
  return tables.webhooks.get(id) ?? tables.endpoints.get(id);
}

/** The game's endpoint with this URL, made now if there is none. It is no webhook: no API lists or changes it. */
export function ensureEndpoint(tx: Tx, gameId: string, url: string): Endpoint {
  const [known] = tx.tables.endpoints.by('url', endpointKey(gameId, url));
  if (known) return known;
  const endpoint: Endpoint = { id: newId(tx.ids, 'endpoint'), gameId, url, method: 'POST', enabled: true };
  tx.tables.endpoints.put(endpoint);
  return endpoint;
}
