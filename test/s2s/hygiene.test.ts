import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request } from 'undici';
import { createFixture, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';

const ORDER = '{"player_id":"p","items":[{"sku":"CRS-82500"}]}';
const SEED = 20_261_121;
const TRIED = 400;

let fixture: Fixture;
let server: Server;
let commits = 0;

beforeAll(async () => {
  fixture = createFixture();
  fixture.domain.store.onCommit(() => {
    commits += 1;
  });
  server = createServer(fixture.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Answer {
  readonly status: number;
  readonly detail: unknown;
}

async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const answer = await request(`http://127.0.0.1:${port}/s2s/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json', ...headers },
    body,
  });
  const { detail } = (await answer.body.json()) as { detail?: unknown };
  return { status: answer.statusCode, detail };
}

function withField(field: string): string {
  return `{${field},${ORDER.slice(1)}`;
}

const LATIN_1 = Buffer.from(withField('"user_agent":"\u00ff"'), 'latin1');
const DEEP = 100_000;

describe('a body that is no clean JSON', () => {
  it.each<[string, string | Buffer, Record<string, string>, number, unknown]>([
    ['another content type', ORDER, { 'content-type': 'text/plain' }, 422, 'body'],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 422, 'body'],
    ['nothing', '', {}, 422, 'body'],
    ['null', 'null', {}, 422, 'body'],
    ['a list', '[]', {}, 422, 'body'],
    ['truncated JSON', ORDER.slice(0, -3), {}, 422, 'body.44'],
    ['gzip', gzipSync(ORDER), { 'content-encoding': 'gzip' }, 415, expect.stringContaining('gzip')],
    ['a deep list', '['.repeat(DEEP), {}, 400, expect.stringContaining('nested')],
    [
      'a deep object',
      withField(`"x":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
      {},
      400,
      expect.stringContaining('nested'),
    ],
    ['what is no UTF-8', LATIN_1, {}, 400, expect.stringContaining('UTF-8')],
    ['an infinite number', withField('"price_decimal":1e400'), {}, 422, 'body.price_decimal'],
    ['an integer of 30 digits', withField(`"expires_at":${'9'.repeat(30)}`), {}, 422, 'body.expires_at'],
    ['half a surrogate pair', withField('"user_agent":"\\ud83d"'), {}, 422, 'body.user_agent'],
    ['a NUL', withField('"metadata":{"a":"\\u0000"}'), {}, 422, 'body.metadata.a'],
    ['a NUL in a key', withField('"metadata":{"\\u0000":"a"}'), {}, 422, 'body.metadata.\uFFFD'],
    ['a raw NUL', withField('"user_agent":"\0"'), {}, 422, 'body.15'],
    ['NaN', withField('"price_decimal":NaN'), {}, 422, 'body.17'],
  ])(
    'is refused without effect: %s [requests.body-limits] [requests.odd-text] [requests.content-type]',
    async (_what, body, headers, status, told) => {
      const before = commits;
      const answer = await post(body, headers);
      const place = Array.isArray(answer.detail)
        ? (answer.detail as { loc: unknown[] }[])[0]?.loc.join('.')
        : answer.detail;
      expect([answer.status, place]).toEqual([status, told]);
      expect(commits).toBe(before);
    },
  );

  it.each([
    ['a byte order mark', `\uFEFF${ORDER}`],
    ['an escaped surrogate pair', withField('"user_agent":"\\ud83c\\udfae"')],
    ['prototype keys', withField('"__proto__":{"x":1},"constructor":{"prototype":{}}')],
    ['prototype keys in metadata', withField('"metadata":{"__proto__":"x","constructor":"y"}')],
    ['prototype keys in attributes', withField('"player_info":{"custom_attributes":{"__proto__":{"x":1}}}')],
  ])(
    'is taken where it does no harm: %s [requests.odd-text] [requests.duplicate-keys]',
    async (_what, body) => {
      expect((await post(body)).status).toBe(201);
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    },
  );

  it('takes the last of duplicate keys [requests.duplicate-keys]', async () => {
    expect((await post(withField('"player_id":5'))).status).toBe(201);
    expect((await post(`${ORDER.slice(0, -1)},"player_id":5}`)).status).toBe(422);
  });

  it('refuses what is too large while it is still coming, and hangs up on a flood', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    let told = '';
    socket.on('data', (chunk: Buffer) => (told += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write(
      `POST /s2s/v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SANDBOX_KEY}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    let sent = 0;
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const closed = new Promise<void>((resolve) =>
      socket.once('close', () => {
        resolve();
      }),
    );
    const flood = (): void => {
      while (!socket.destroyed && socket.write(chunk)) sent += 65_536;
      sent += 65_536;
    };
    socket.on('drain', flood);
    flood();
    await closed;
    expect(told).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it(`answers ${TRIED} mangled requests, and what it refuses changes nothing`, async () => {
    const mangled = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc
        .tuple(fc.nat(ORDER.length), fc.string({ unit: 'binary', maxLength: 4 }))
        .map(([at, text]) => ORDER.slice(0, at) + text + ORDER.slice(at + 1)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .object({ maxDepth: 3, withNullPrototype: true })
        .map((object) => JSON.stringify({ ...JSON.parse(ORDER), ...object })),
      fc
        .tuple(fc.constantFrom('items', 'player_info', 'metadata', 'expires_at'), fc.json())
        .map(([field, value]) => withField(`"${field}":${value}`)),
    );
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(mangled, async (body) => {
        const before = commits;
        const { status } = await post(body);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect([201, 400, 422]).toContain(status);
        expect(commits > before).toBe(status === 201);
        expect((await post(ORDER)).status).toBe(201);
      }),
      { seed: SEED, numRuns: TRIED },
    );
    const counts = [...statuses].sort().map(([status, count]) => `${count} × ${status}`);
    process.stdout.write(`Fuzz: ${TRIED} mangled requests tried, answered ${counts.join(', ')}.\n`);
  }, 60_000);
});
