/**
 * A game server's side of the payment loop, small enough to read whole: it verifies the signature over the
 * raw bytes, handles each event once, grants and takes back items, and declines a banned player.
 *
 *     WEBHOOK_SECRET=whsec_local npx tsx examples/game-server.ts
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const SECRET = process.env['WEBHOOK_SECRET'] ?? 'whsec_local';
const PORT = Number(process.env['PORT'] ?? 3000);
/** How old a signature may be, in seconds: whoever replays a request later is refused. */
const TOLERANCE = 300;
const BANNED = new Set(['darth-maul']);

interface Item {
  sku: string;
  quantity: number;
}

interface GameEvent {
  event_type: string;
  idempotency_key: string | null;
  event_data: { player_id: string; items: Item[]; reason: string };
}

type Answer = [status: number, body: { status: string; code?: string; message?: string }];

const OK: Answer = [200, { status: 'ok' }];

/** What each player owns. A real server keeps this, and the handled keys, in its database. */
const inventories = new Map<string, Map<string, number>>();
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

function handle({ event_type: type, event_data: data }: GameEvent): Answer {
  console.log(`${type}: ${data.reason}`);
  if (type === 'item.add') {
    if (BANNED.has(data.player_id)) {
      console.log(`${data.player_id} is banned: declined`);
      return [400, { status: 'error', code: 'declined', message: 'This player is banned.' }];
    }
    change(data.player_id, data.items, 1);
  }
  if (type === 'item.remove') change(data.player_id, data.items, -1);
  return OK;
}

/** The same event may arrive more than once: it gets the same answer and has no second effect. */
function handleOnce(event: GameEvent): Answer {
  const key = event.idempotency_key;
  const before = key === null ? undefined : handled.get(key);
  if (before) return before;
  const answer = handle(event);
  if (key !== null) handled.set(key, answer);
  return answer;
}

async function receive(req: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  if (!isSigned(req.headers, raw)) {
    console.log('refused a request with a wrong signature');
    return [401, { status: 'error', code: 'invalid_signature' }];
  }
  return handleOnce(JSON.parse(raw.toString()) as GameEvent);
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
      answer(res, [500, { status: 'error' }]);
    },
  );
}).listen(PORT, '127.0.0.1', () => {
  console.log(`game server on http://127.0.0.1:${PORT}`);
});
