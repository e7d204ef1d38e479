/** A small game backend: it sells items through Aghanim, and grants them when a webhook says that they are paid. */
const { createHmac, timingSafeEqual } = require('node:crypto');
const { createServer } = require('node:http');

const BANNED = new Set(['darth-maul']);
/** In bytes. */
const MAX_BODY = 1024 * 1024;

class Game {
  constructor() {
    this.access = { apiUrl: '', key: '', webhookSecret: '' };
    /** How many of the next webhooks find the database down. */
    this.failures = 0;
    this.inventory = new Map();
    this.handled = new Map();
  }

  owned(player, sku) {
    return this.inventory.get(`${player} ${sku}`) ?? 0;
  }

  async createOrder(player, sku) {
    return (await this.call('POST', '/orders', { player_id: player, items: [{ sku }] })).order_id;
  }

  async orderStatus(orderId) {
    return (await this.call('GET', `/orders/${orderId}`)).status;
  }

  /** The answer may be lost after the refund was made: the order tells whether it was. */
  async refund(orderId) {
    for (let tries = 0; tries < 3; tries += 1) {
      try {
        return await this.call('POST', `/orders/${orderId}/refund`, { reason: 'asked for' });
      } catch (error) {
        if (error.status !== undefined) throw error;
        if ((await this.orderStatus(orderId)).startsWith('refund')) return undefined;
      }
    }
    throw new Error(`order ${orderId} could not be refunded`);
  }

  /** Starts the webhook endpoint on a free port. */
  async listen() {
    const server = createServer((request, response) => {
      const chunks = [];
      let size = 0;
      request.on('data', (chunk) => {
        size += chunk.length;
        if (size > MAX_BODY) request.destroy();
        else chunks.push(chunk);
      });
      request.on('end', () => {
        const { status, body } = this.handle(request.headers, Buffer.concat(chunks));
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const close = () => {
      server.close();
      server.closeAllConnections();
    };
    return { url: `http://127.0.0.1:${server.address().port}/webhook`, close };
  }

  handle(headers, raw) {
    if (!isSigned(headers, raw, this.access.webhookSecret))
      return refusal(401, 'invalid_signature', 'Wrong signature.');
    if (this.failures > 0) {
      this.failures -= 1;
      return refusal(500, 'database', 'The database is down.');
    }
    const event = JSON.parse(raw.toString('utf8'));
    const answer = this.handled.get(event.idempotency_key) ?? this.apply(event);
    this.handled.set(event.idempotency_key, answer);
    return answer;
  }

  apply({ event_type: type, event_data: { player_id: player, items } }) {
    if (type === 'item.add' && BANNED.has(player)) return refusal(400, 'declined', 'This player is banned.');
    const sign = { 'item.add': 1, 'item.remove': -1 }[type] ?? 0;
    for (const { sku, quantity } of sign === 0 ? [] : items) {
      this.inventory.set(`${player} ${sku}`, this.owned(player, sku) + sign * quantity);
    }
    return { status: 200, body: { status: 'ok' } };
  }

  async call(method, path, body) {
    const answer = await fetch(this.access.apiUrl + path, {
      method,
      headers: { Authorization: `Bearer ${this.access.key}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (answer.ok) return answer.json();
    const text = await answer.text();
    throw Object.assign(new Error(`${method} ${path} answered ${answer.status}: ${text}`), {
      status: answer.status,
    });
  }
}

function refusal(status, code, message) {
  return { status, body: { status: 'error', code, message } };
}

// #region verify-signature
/** The greatest age of a signature, in seconds. */
const TOLERANCE = 300;

/** `raw` has the bytes of the body as they were received, before any parsing. */
function isSigned(headers, raw, secret) {
  const timestamp = String(headers['x-aghanim-signature-timestamp']);
  const hmac = createHmac('sha256', secret).update(`${timestamp}.`).update(raw);
  const expected = Buffer.from(hmac.digest('hex'));
  const given = Buffer.from(String(headers['x-aghanim-signature']));
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE;
  return isFresh && given.length === expected.length && timingSafeEqual(given, expected);
}
// #endregion

module.exports = { Game };
