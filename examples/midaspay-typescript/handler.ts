/**
 * A game server's handler of MidasPay notifications: it verifies the signature over the raw bytes, handles each
 * notification once and answers `{"processed": true}`.
 *
 *     PORT=3000 npx tsx examples/midaspay-typescript/handler.ts
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';

const PORT = Number(process.env['PORT'] ?? 3000);
const EMULATOR = process.env['EMULATOR_URL'] ?? 'http://localhost:4242';
/** How old a signature may be, in seconds. */
const TOLERANCE = 300;

interface Certificate {
  readonly certificate: string;
  readonly serial: string;
}

interface Notification {
  readonly notification_type: 'OrderPaid' | 'OrderCancelled' | 'Unknown';
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly order: { readonly id: string };
  readonly user: { readonly external_id: string };
}

/** In production, a file that MidasPay gave you. */
async function fetchKey(): Promise<{ key: KeyObject; serial: string }> {
  const response = await fetch(`${EMULATOR}/_emulator/midaspay/certificate`);
  const { certificate, serial } = (await response.json()) as Certificate;
  return { key: createPublicKey(certificate), serial };
}

const { key, serial } = await fetchKey();

function isSigned(header: (name: string) => string, body: Buffer): boolean {
  const timestamp = header('txgw-timestamp');
  const text = Buffer.concat([
    Buffer.from(`${timestamp}\n${header('txgw-nonce')}\n`),
    body,
    // The last newline is part of the signed text.
    Buffer.from('\n'),
  ]);
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE;
  const signature = Buffer.from(header('txgw-signature'), 'base64');
  return isFresh && header('txgw-serial') === serial && verify('sha256', text, key, signature);
}

/** A real server keeps this in its database: there is no event id, so the order and the type identify a notification. */
const handled = new Set<string>();

function handle({ notification_type: type, order, user, items }: Notification): void {
  const id = `${order.id} ${type}`;
  if (handled.has(id)) return;
  handled.add(id);
  const list = items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
  if (type === 'OrderPaid') console.log(`grant ${list} to ${user.external_id}`);
  if (type === 'OrderCancelled') console.log(`take ${list} from ${user.external_id}`);
}

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const answer = (status: number, body: object): void => {
      res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    const body = Buffer.concat(chunks);
    if (!isSigned((name) => String(req.headers[name]), body)) {
      answer(401, { processed: false, message: 'wrong signature' });
      return;
    }
    handle(JSON.parse(body.toString()) as Notification);
    answer(200, { processed: true });
  });
});

server.listen(PORT, '127.0.0.1', () => {
  console.log(`listening on ${PORT}`);
});
