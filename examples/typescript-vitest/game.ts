/** A small game backend: it sells items through Aghanim, and grants them when a webhook says that they are paid. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const BANNED = new Set(['darth-maul']);
/** In bytes. */
const MAX_BODY = 1024 * 1024;

interface ItemEvent {
  readonly event_type: string;
  readonly idempotency_key: string;
  readonly event_data: { readonly player_id: string; readonly items: { sku: string; quantity: number }[] };
}

interface WebhookAnswer {
  readonly status: number;
  readonly body: { readonly status: 'ok' } | { status: 'error'; code: string; message: string };
}

export interface ApiAccess {
  /** Ends in `/s2s/v1`. */
  readonly apiUrl: string;
  readonly key: string;
  readonly webhookSecret: string | null;
}

export class Game {
  access: ApiAccess = { apiUrl: '', key: '', webhookSecret: null };
  /** How many of the next webhooks find the database down. */
  failures = 0;
  readonly #inventory = new Map<string, number>();
  readonly #handled = new Map<string, WebhookAnswer>();

  owned(player: string, sku: string): number {
    return this.#inventory.get(`${player} ${sku}`) ?? 0;
  }

  async createOrder(player: string, sku: string): Promise<string> {
    const body = { player_id: player, items: [{ sku }] };
    return ((await this.#call('POST', '/orders', body)) as { order_id: string }).order_id;
  }

  async orderStatus(orderId: string): Promise<string> {
    return ((await this.#call('GET', `/orders/${orderId}`)) as { status: string }).status;
  }

  /** The answer may be lost after the refund was made: the order tells whether it was. */
  async refund(orderId: string): Promise<void> {
    for (let tries = 0; tries < 3; tries += 1) {
      try {
        await this.#call('POST', `/orders/${orderId}/refund`, { reason: 'asked for' });
        return;
      } catch (error) {
        // fetch throws a TypeError when there is no answer.
        if (!(error instanceof TypeError)) throw error;
        if ((await this.orderStatus(orderId)).startsWith('refund')) return;
      }
    }
    throw new Error(`order ${orderId} could not be refunded`);
  }

  /** Starts the webhook endpoint on a free port. */
  async listen(): Promise<{ readonly url: string; readonly close: () => void }> {
    const server: Server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BODY) request.destroy();
        else chunks.push(chunk);
      });
      request.on('end', () => {
        const { status, body } = this.handle(request.headers, Buffer.concat(chunks));
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const close = (): void => {
      server.close();
      server.closeAllConnections();
    };
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`, close };
  }

  handle(headers: IncomingHttpHeaders, raw: Buffer): WebhookAnswer {
    if (!isSigned(headers, raw, this.access.webhookSecret ?? ''))
      return refusal(401, 'invalid_signature', 'Wrong signature.');
    if (this.failures > 0) {
      this.failures -= 1;
      return refusal(500, 'database', 'The database is down.');
    }
    const event = JSON.parse(raw.toString('utf8')) as ItemEvent;
    const answer = this.#handled.get(event.idempotency_key) ?? this.#apply(event);
    this.#handled.set(event.idempotency_key, answer);
    return answer;
  }

  #apply({ event_type: type, event_data: { player_id: player, items } }: ItemEvent): WebhookAnswer {
    if (type === 'item.add' && BANNED.has(player)) return refusal(400, 'declined', 'This player is banned.');
    const sign = type === 'item.add' ? 1 : type === 'item.remove' ? -1 : 0;
    for (const { sku, quantity } of sign === 0 ? [] : items) {
      this.#inventory.set(`${player} ${sku}`, this.owned(player, sku) + sign * quantity);
    }
    return { status: 200, body: { status: 'ok' } };
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(this.access.apiUrl + path, {
      method,
      headers: { Authorization: `Bearer ${this.access.key}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}

function refusal(status: number, code: string, message: string): WebhookAnswer {
  return { status, body: { status: 'error', code, message } };
}

// #region verify-signature
/** The greatest age of a signature, in seconds. */
const TOLERANCE = 300;

/** `raw` has the bytes of the body as they were received, before any parsing. */
function isSigned(headers: IncomingHttpHeaders, raw: Buffer, secret: string): boolean {
  const timestamp = String(headers['x-aghanim-signature-timestamp']);
  const hmac = createHmac('sha256', secret).update(`${timestamp}.`).update(raw);
  const expected = Buffer.from(hmac.digest('hex'));
  const given = Buffer.from(String(headers['x-aghanim-signature']));
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE;
  return isFresh && given.length === expected.length && timingSafeEqual(given, expected);
}
// #endregion
