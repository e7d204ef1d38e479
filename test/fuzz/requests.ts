import { CONTROL_OPERATIONS } from '../../src/http/control/api.ts';
import type { OperationName } from '../../src/http/api/operation.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import type { SeededRandom } from '../crash/random.ts';
import { PAGE_ROUTES, type Route } from './page-routes.ts';
import { hostileJson, hostileText, KEYS, largeJson, oneOf } from './hostile.ts';

/** One request. `raw` is sent as it is, for what no HTTP client would send. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly raw: string | null;
}

const s2sRoute = ({ method, path }: OperationName): Route => [method, `/s2s${path}`];

const SERVED: readonly Route[] = [
  ...OPERATIONS.map(s2sRoute),
  ...CONTROL_OPERATIONS.map(({ method, path }): Route => [method, `/_emulator${path}`]),
  ['POST', '/v1/mor/token/create'],
  ...PAGE_ROUTES,
];

const UNSERVED = PUBLISHED.map(s2sRoute);

/** Faults that are declared are answered as declared, so a valid one would look like a failure of the emulator. */
const NEVER_VALID = '/_emulator/faults';

/** Bodies that are valid for the paths that contain a word; the first one fits. */
const VALID: readonly (readonly [word: string, body: string])[] = [
  ['/pay', '{"card":"4242424242424242"}'],
  ['/refund', '{"reason":"asked"}'],
  ['/test', '{"event_type":"item.add"}'],
  ['/_emulator/orders/', '{}'],
  ['/orders', '{"player_id":"p","items":[{"sku":"CRS-82500"}],"price_decimal":29.99,"currency":"USD"}'],
  ['/webhooks', '{"url":"http://127.0.0.1:1/hook","events":["item.add","order.*"],"method":"POST"}'],
  ['/item_categories', '{"name":"Swords","slug":"swords","position":1}'],
  ['/items', '{"name":"Item","sku":"SKU","description":"d","type":"item","price":100}'],
  ['/coupons/redeem', '{"player_id":"p","code":"GIFT"}'],
  ['/coupons', '{"name":"Ten","code":"TEN","type":"discount","discount_percent":10}'],
  ['/users', '{"player_id":"p"}'],
  ['/players', '{"attributes":{"level":3},"custom_attributes":{"a":1}}'],
  ['/settings', '{"retry_schedule":"none","auto_refund":true}'],
  ['/games', '{"settings":{"auto_refund":true}}'],
  ['/deliveries', '{}'],
  ['/clock', '{"by":"1h"}'],
  [
    '/mor',
    '{"user":{"id":"p"},"settings":{"project_id":"gm_1"},"purchase":{"checkout":{"currency":"USD","amount":"1.00"}}}',
  ],
];

const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data',
] as const;

/** @param ids what earlier answers contained, so that some requests are about something that exists */
export function fuzzRequest(random: SeededRandom, ids: readonly string[]): FuzzRequest {
  const [method, path] = route(random, ids);
  const isForm = /^\/(?:dashboard|order|redeem|hub)/.test(path);
  const request = { method, path, headers: headersOf(random, path, isForm), body: '' as string | Buffer };
  if (method === 'POST' && isForm && random.chance(90)) request.body = formOf(random);
  else request.body = path.startsWith(NEVER_VALID) ? hostileJson(random) : bodyOf(random, method, path, ids);
  return { ...request, raw: random.chance(4) ? rawOf(random, request) : null };
}

function route(random: SeededRandom, ids: readonly string[]): readonly [method: string, path: string] {
  const routes = random.chance(85) ? SERVED : UNSERVED;
  const [method, path] = routes[random.below(routes.length)] ?? ['GET', '/'];
  const filled = path.replace(/\{\w+\}/g, () => encodedId(random, ids));
  const otherMethod = oneOf(random, ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
  return [random.chance(8) ? otherMethod : method, filled + queryOf(random, filled)];
}

function encodedId(random: SeededRandom, ids: readonly string[]): string {
  const known = ids[random.below(ids.length)];
  if (known !== undefined && random.chance(75)) return known;
  const text = random.chance(50) ? oneOf(random, KEYS) : hostileText(random).slice(0, 2000);
  return random.chance(10) ? oneOf(random, ['%', '%zz', '%ff%fe', '..', '%2e%2e', '%00']) : encoded(text);
}

/** A lone surrogate cannot be encoded. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

const PARAMETERS = [
  'limit',
  'offset',
  'order_id',
  'status',
  'wait',
  'sku',
  'player_id',
  'starting_after',
  'page',
] as const;

function queryOf(random: SeededRandom, path: string): string {
  if (random.chance(60)) return '';
  const count = 1 + random.below(3);
  const pairs = Array.from({ length: count }, () => {
    const name = random.chance(80) ? oneOf(random, PARAMETERS) : encoded(oneOf(random, KEYS));
    const value = oneOf(random, [
      '-1',
      '0',
      '1000',
      '1e9',
      'settled',
      'count:1',
      encoded(hostileText(random).slice(0, 500)),
    ]);
    return `${name}=${value}`;
  });
  // A wait would hold one of the connections until its time is up.
  return `?${pairs.join('&')}${path.startsWith('/_emulator') ? '&timeout_ms=1' : ''}`;
}

function bodyOf(random: SeededRandom, method: string, path: string, ids: readonly string[]): string | Buffer {
  if (method === 'GET' || method === 'HEAD') return '';
  if (random.chance(2)) return largeJson(random);
  if (random.chance(6))
    return oneOf(random, [Buffer.from([0xff, 0xfe, 0x7b]), Buffer.from('{"a":"\xe9"}', 'latin1')]);
  if (random.chance(5))
    return oneOf(random, ['{', '[1,', '"', '{"a":1}}', '\u{feff}{}', '{"a":1,"a":2}', '01', '+1']);
  if (random.chance(20)) return hostileJson(random);
  const body = VALID.find(([word]) => path.includes(word))?.[1] ?? '{}';
  if (random.chance(60)) return body.replace('"p"', JSON.stringify(ids[random.below(ids.length)] ?? 'p'));
  return mutated(random, body);
}

const FIELDS = [
  ...[
    'url',
    'events',
    'method',
    'description',
    'event_type',
    'player_id',
    'code',
    'card',
    'number',
    'card_number',
  ],
  ...[
    'expiry',
    'cvv',
    'postal_code',
    'email',
    'country',
    'outcome',
    'reason',
    'retry_schedule',
    'sku',
    'done',
  ],
];

function formOf(random: SeededRandom): string {
  const pairs = Array.from({ length: random.below(8) }, () => {
    const name = random.chance(85) ? (FIELDS[random.below(FIELDS.length)] ?? '') : oneOf(random, KEYS);
    const value = oneOf(random, ['4242424242424242', '12/34', '123', 'item.add', 'p', hostileText(random)]);
    return `${encoded(name)}=${encoded(value)}`;
  });
  return random.chance(95) ? pairs.join('&') : '%zz=%&&&==&a[b][c]=1&a[]=2';
}

/** A valid body with one value replaced, or with a field more. */
function mutated(random: SeededRandom, body: string): string {
  const value = hostileJson(random, 3);
  if (random.chance(30))
    return body.replace(/^\{/, `{${JSON.stringify(oneOf(random, KEYS))}:${value},`).replace(',}', '}');
  const values = [...body.matchAll(/:("[^"]*"|[\d.]+)/g)];
  const chosen = values[random.below(values.length)];
  return chosen ? body.replace(chosen[0], () => `:${value}`) : value;
}

function headersOf(random: SeededRandom, path: string, isForm: boolean): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Type': random.chance(90) ? (isForm ? TYPES[1] : TYPES[0]) : oneOf(random, TYPES),
  };
  const isKnown = path.startsWith('/s2s') ? random.chance(95) : random.chance(20);
  if (isKnown)
    headers['Authorization'] = oneOf(random, ['Bearer s2s_sandbox_local', 'Bearer s2s_live_local']);
  else if (random.chance(10))
    headers['Authorization'] = oneOf(random, ['Basic ', 'Basic Og==', 'Bearer', 'Basic !', 'x y z']);
  if (random.chance(5)) headers['Origin'] = oneOf(random, ['null', 'http://evil.example', 'http://', 'x']);
  if (random.chance(3))
    headers['Host'] = oneOf(random, ['evil.example', 'a b', '[::1', 'localhost:99999', '']);
  if (random.chance(3)) headers['Content-Encoding'] = oneOf(random, ['gzip', 'br', 'identity', 'x']);
  if (random.chance(10))
    headers['Accept'] = oneOf(random, ['text/html', 'application/json', '*/*;q=0', ',,,']);
  if (random.chance(5)) headers['Accept-Language'] = oneOf(random, ['de', '*', 'x'.repeat(5000), ',,;q=1']);
  if (random.chance(5))
    headers['Cookie'] = oneOf(random, ['a', '=;=', `a=${'x'.repeat(5000)}`, '__proto__=1']);
  return headers;
}

/** The same request broken on its way, or followed by others on the same connection. */
function rawOf(random: SeededRandom, { method, path, headers, body }: Omit<FuzzRequest, 'raw'>): string {
  const fields = Object.entries({ Host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = `${method} ${path.slice(0, 4000)} HTTP/1.1\r\n${fields.join('')}`;
  const text = body.toString('latin1').slice(0, 2000);
  return oneOf(random, [
    `${head}Content-Length: ${text.length + 100}\r\n\r\n${text}`,
    `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n${text}`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${text}`,
    `${head}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`,
    `${head}Host: localhost\r\n\r\n`,
    `${head}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
    `${head}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
    `${head}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    `GET /dashboard/changes HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(20),
    `${head}\r\n`.repeat(20),
    `${method} http://localhost${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `${method} * HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    `${text}\r\n\r\n`,
  ]);
}
