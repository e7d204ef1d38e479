/**
 * The game server's part of a payment: verifies the signature of the raw body, handles each event once, grants and
 * removes items, and declines banned players.
 *
 *     WEBHOOK_SECRET=whsec_local npx tsx examples/game-server.ts
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const SECRET = process.env['WEBHOOK_SECRET'] ?? 'whsec_local';
const PORT = Number(process.env['PORT'] ?? 3000);
/** The greatest age of a signature in seconds, so that an old request cannot be replayed. */
const TOLERANCE = 300;
/** In bytes. */
const MAX_BODY = 1024 * 1024;
const BANNED = new Set(['darth-maul']);

interface Item {
  sku: string;
  quantity: number;
}

/** `item.add` and `item.remove`. Other events have other data. */
interface ItemEvent {
  event_type: string;
  idempotency_key: string | null;
  event_data: { player_id: string; items: Item[]; reason: string };
}

type Answer = [status: number, body: { status: 'ok' } | { status: 'error'; code: string; message: string }];

const OK: Answer = [200, { status: 'ok' }];

/** The items of each player. A real server keeps them in its database, and changes them in one transaction with `handled`. */
const inventories = new Map<string, Map<string, number>>();
/** The answers to handled events, by idempotency key. */
const handled = new Map<string, Answer>();

function isSigned(headers: IncomingMessage['headers'], raw: Buffer): boolean {
  const timestamp = String(headers['x-aghanim-signature-timestamp']);
  const signature = Buffer.from(String(headers['x-aghanim-signature']));
  const expected = Buffer.from(
    createHmac('sha256', SECRET).update(`${timestamp}.`).update(raw).digest('hex'),
  );
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE;
  return isFresh && signature.length === expected.length && timingSafeEqual(signature, expected);
}

function change(player: string, items: Item[], sign: 1 | -1): void {
  const inventory = inventories.get(player) ?? new Map<string, number>();
  for (const { sku, quantity } of items) inventory.set(sku, (inventory.get(sku) ?? 0) + sign * quantity);
  inventories.set(player, inventory);
  console.log(`${player} now owns`, Object.fromEntries(inventory));
}

function grant({ player_id: player, items, reason }: ItemEvent['event_data']): Answer {
  if (BANNED.has(player)) {
    console.log(`${reason}: declined, ${player} is banned`);
    return [400, { status: 'error', code: 'declined', message: 'This player is banned.' }];
  }
  console.log(reason);
  change(player, items, 1);
  return OK;
}

function remove({ player_id: player, items, reason }: ItemEvent['event_data']): Answer {
  console.log(reason);
  change(player, items, -1);
  return OK;
}

function handle({ event_type: type, event_data: data }: ItemEvent): Answer {
  if (type === 'item.add') return grant(data);
  if (type === 'item.remove') return remove(data);
  console.log(`${type}: ignored`);
  return OK;
}

/** An event may arrive more than once: it gets the same answer again and has no second effect. */
function handleOnce(event: ItemEvent): Answer {
  const key = event.idempotency_key;
  const before = key === null ? undefined : handled.get(key);
  if (before) return before;
  const answer = handle(event);
  if (key !== null) handled.set(key, answer);
  return answer;
}

/** @throws Error for a body larger than MAX_BODY, which no webhook has. */
async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function receive(req: IncomingMessage): Promise<Answer> {
  const raw = await bodyOf(req);
  if (!isSigned(req.headers, raw)) {
    console.log('invalid signature: refused');
    return [401, { status: 'error', code: 'invalid_signature', message: 'The signature does not match.' }];
  }
  return handleOnce(JSON.parse(raw.toString()) as ItemEvent);
}

function answer(res: ServerResponse, [status, body]: Answer): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

createServer((req, res) => {
  receive(req).then(
    (given) => {
      answer(res, given);
    },
    (error: unknown) => {
      console.error(error);
      answer(res, [500, { status: 'error', code: 'internal', message: 'See the log of the game server.' }]);
    },
  );
}).listen(PORT, '127.0.0.1', () => {
  console.log(`game server on http://127.0.0.1:${PORT}`);
});
