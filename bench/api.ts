import { request } from 'undici';

export const HEADERS = { authorization: 'Bearer s2s_sandbox_local', 'content-type': 'application/json' };
export const ORDER = JSON.stringify({
  player_id: 'player-1',
  items: [{ sku: 'CRS-82500', quantity: 1 }],
  metadata: { campaign: 'spring' },
});

type Json = Readonly<Record<string, unknown>>;

/** GET without a body, else POST. */
export async function call(url: string, path: string, body?: string): Promise<Json> {
  const method = body === undefined ? 'GET' : 'POST';
  const response = await request(url + path, { method, headers: HEADERS, body: body ?? null });
  const json = (await response.body.json()) as Json;
  if (response.statusCode >= 300)
    throw new Error(`${path} answered ${response.statusCode}: ${JSON.stringify(json)}`);
  return json;
}

export async function createOrder(url: string): Promise<string> {
  return String((await call(url, '/s2s/v1/orders', ORDER))['order_id']);
}

/** Creates orders, several at a time. */
export async function createOrders(url: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  let started = 0;
  const work = async (): Promise<void> => {
    while (started++ < count) ids.push(await createOrder(url));
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return ids;
}

export async function addWebhook(url: string, target: string, event: string): Promise<string> {
  const hook = { url: target, events: [event], method: 'POST' };
  return String((await call(url, '/s2s/v1/webhooks', JSON.stringify(hook)))['id']);
}
