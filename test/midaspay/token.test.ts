import { generateKeyPairSync } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { answerProblem } from '../../src/platforms/midaspay/errors.ts';
import { CURRENCIES } from '../../src/domain/money/currencies.ts';
import { minorDigits } from '../../src/domain/money/money.ts';
import { TABLE_NAMES } from '../../src/store/table-set.ts';
import { requestText, signText } from '../../src/platforms/midaspay/signature.ts';
import {
  createFixture,
  LIVE_KEY,
  SANDBOX_KEY,
  type Fixture,
  type FixtureOptions,
} from '../support/fixture.ts';
import { payFor } from '../support/coupons.ts';
import { TOKEN_BODY, tokenBodyWith } from './token-body.ts';

const PATH = '/v1/mor/token/create';

function create(fixture: Fixture, body: unknown) {
  return request(fixture.listener)
    .post(PATH)
    .send(body as object);
}

/** The order that a token was created for. */
function orderOf(fixture: Fixture, redirectUrl: string) {
  return fixture.domain.store.tables.orders.get(redirectUrl.split('/').at(-1) ?? '');
}

async function created(body: unknown, options: FixtureOptions = {}) {
  const fixture = createFixture(options);
  const { status, body: answer } = await create(fixture, body);
  expect(answer).toEqual({
    token: expect.stringMatching(/^tok_\w{32}$/) as string,
    redirect_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/order\/ord_\w+$/) as string,
  });
  expect(status).toBe(200);
  const order = orderOf(fixture, (answer as { redirect_url: string }).redirect_url);
  if (!order) throw new Error('no order');
  return { fixture, order };
}

describe('POST /v1/mor/token/create', () => {
  it('makes an order with the prices of the request [midaspay.token] [midaspay.amounts]', async () => {
    const { order } = await created(TOKEN_BODY);
    expect(order).toMatchObject({
      paymentPlatform: 'midaspay',
      status: 'created',
      playerId: 'player-7',
      email: 'zoe@example.com',
      country: 'DE',
      locale: 'de',
      currency: 'EUR',
      amount: 990,
      items: [
        {
          sku: 'GEM-100',
          name: '100 Gems',
          quantity: 3,
          price: 330,
          imageUrl: 'https://cdn.example.test/gem.png',
        },
        { sku: 'SKIN-1', name: 'SKIN-1', quantity: 1, price: 0 },
      ],
    });
  });

  it('needs no more than the required fields', async () => {
    const { order } = await created({
      user: { id: 'p' },
      settings: { project_id: 'x', external_id: 'y' },
      purchase: { checkout: { currency: 'USD', amount: '1' }, description: { items: [{ sku: 'S' }] } },
    });
    expect(order).toMatchObject({ amount: 100, currency: 'USD', email: null, country: null, locale: null });
  });

  it.each(CURRENCIES)('takes amounts in %s with all its digits', async (currency) => {
    const digits = minorDigits(currency);
    const amount = digits === 0 ? '12' : `12.${'3'.repeat(digits)}`;
    const body = tokenBodyWith(['purchase', 'checkout'], { currency, amount });
    const items = [{ sku: 'S', price: { amount: '1' } }];
    (body as typeof TOKEN_BODY).purchase.description.items = items as never;
    const { order } = await created(body);
    expect(order.amount).toBe(Number(amount.replace('.', '')));
  });

  it('selects the game that project_id names, else the sandbox; each call makes an order [midaspay.game]', async () => {
    const fixture = createFixture();
    const { live, game } = fixture;
    for (const [projectId, expected] of [
      [live.id, live.id],
      [game.id, game.id],
      ['other', game.id],
    ]) {
      const { body } = await create(fixture, tokenBodyWith(['settings', 'project_id'], projectId));
      expect(orderOf(fixture, String(body.redirect_url))?.gameId).toBe(expected);
    }
    expect(fixture.domain.store.tables.orders.size).toBe(3);
  });

  it.each([
    ['pt-BR', 'pt-BR'],
    ['pt_BR', 'pt-BR'],
    ['en-GB', 'en'],
    ['zh-TW', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['zh-CN', 'zh'],
    ['nb-NO', 'no'],
  ])('understands the language %s as %s', async (language, locale) => {
    const { order } = await created(tokenBodyWith(['settings', 'language'], language));
    expect(order.locale).toBe(locale);
  });

  it('leads to the checkout page in the language and the currency of the request [midaspay.checkout]', async () => {
    const { fixture, order } = await created(TOKEN_BODY);
    const { status, text } = await request(fixture.listener)
      .get(`/order/${order.id}`)
      .set('Accept', 'text/html');
    expect(status).toBe(200);
    expect(text).toContain('<html lang="de"');
    expect(text.replaceAll('\u00a0', ' ')).toContain('9,90 €');
    expect(text).toContain('100 Gems');
  });

  it("makes an order that Aghanim's S2S API does not know [midaspay.own-orders]", async () => {
    const { fixture, order } = await created(TOKEN_BODY);
    payFor(fixture, order);
    const s2s = fixture.s2s();
    const path = `/s2s/v1/orders/${order.id}`;
    expect((await s2s.get(path)).status).toBe(404);
    expect((await s2s.patch(path).send({ handled_by_client: true })).status).toBe(404);
    expect((await s2s.patch(`${path}/expire`)).status).toBe(404);
    expect((await s2s.post(`${path}/refund`).send({ reason: 'requested' })).status).toBe(404);
    expect((await s2s.get('/s2s/v1/payments')).body).toEqual([]);
    const control = request(fixture.listener).get(`/_emulator/orders/${order.id}`).set('Host', 'localhost');
    expect((await control).body).toMatchObject({ platform: 'midaspay', status: 'paid' });
  });

  it.each([
    [403, 'NOT_AUTHORIZED'],
    [409, 'INVALID_REQUEST'],
    [500, 'INTERNAL_SERVER_ERROR'],
  ])('names an error of status %i %s [midaspay.token-errors]', (status, name) => {
    expect(answerProblem({ status, detail: 'x', headers: {} }, 'id')).toMatchObject({
      status,
      body: { name },
    });
  });

  it('fails as the faults of its game say, in the form of its errors [midaspay.token-errors]', async () => {
    const fixture = createFixture();
    const declare = (key: string, answers: unknown[]) =>
      request(fixture.listener)
        .post('/_emulator/faults')
        .set('Host', 'localhost')
        .set('Authorization', `Bearer ${key}`)
        .send({ operation: 'POST /v1/mor/token/create', answers });
    expect((await declare(SANDBOX_KEY, [503])).status).toBe(201);
    expect((await declare(LIVE_KEY, [{ status: 429, retry_after: 7 }])).status).toBe(201);
    const live = tokenBodyWith(['settings', 'project_id'], fixture.live.id);
    const limited = await create(fixture, live);
    expect(limited.status).toBe(429);
    expect(limited.headers['retry-after']).toBe('7');
    expect(limited.body).toMatchObject({ name: 'RATE_LIMIT_REACHED' });
    const { status, body } = await create(fixture, TOKEN_BODY);
    expect(status).toBe(503);
    expect(body).toMatchObject({ name: 'SERVICE_UNAVAILABLE', details: [], causes: [] });
    expect(fixture.domain.store.tables.orders.size).toBe(0);
    expect((await create(fixture, live)).status).toBe(200);
    expect((await create(fixture, TOKEN_BODY)).status).toBe(200);
  });

  it('is shown by the request log without the token', async () => {
    const { fixture } = await created(TOKEN_BODY);
    const { body } = await request(fixture.listener).get('/_emulator/requests').set('Host', 'localhost');
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      path: '/v1/mor/token/create',
      status: 200,
      response: { token: '***' },
    });
  });

  it.each([
    ['http://localhost:3000/hook', {}],
    ['http://127.0.0.1/hook', {}],
    ['http://[::1]:3000/hook', {}],
    ['https://game.example.test/hook', { rules: { strictHttps: true } }],
  ] satisfies [string, FixtureOptions][])(
    'takes the webhook_url %s [midaspay.https]',
    async (url, options) => {
      await created(tokenBodyWith(['settings', 'webhook_url'], url), options);
    },
  );
});

const ERROR = {
  message: expect.any(String) as string,
  debug_id: expect.any(String) as string,
  causes: [],
};

/** Every record of every table. */
function state({ domain }: Fixture): unknown {
  return TABLE_NAMES.map((name) => [name, [...domain.store.tables[name].all()]]);
}

async function refusal(
  fixture: Fixture,
  body: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const before = state(fixture);
  const { status, body: answer } = await create(fixture, body);
  expect(state(fixture)).toEqual(before);
  return { status, body: answer as Record<string, unknown> };
}

const DETAIL = ['field', 'issue', 'message'];
const ITEM = ['purchase', 'description', 'items', 0];

describe('a bad token request', () => {
  it.each([
    [['user'], undefined, 'user'],
    [['user', 'id'], undefined, 'user.id'],
    [['user', 'id'], '', 'user.id'],
    [['user', 'id'], 7, 'user.id'],
    [['user', 'id'], 'x'.repeat(256), 'user.id'],
    [['user', 'email'], 'nobody', 'user.email'],
    [['user', 'region_code'], 'XX', 'user.region_code'],
    [['user', 'region_code'], 'de', 'user.region_code'],
    [['settings', 'project_id'], undefined, 'settings.project_id'],
    [['settings', 'external_id'], undefined, 'settings.external_id'],
    [['settings', 'external_id'], null, 'settings.external_id'],
    [['settings', 'language'], 'klingon', 'settings.language'],
    [['settings', 'language'], 'xx', 'settings.language'],
    [['settings', 'language'], '', 'settings.language'],
    [['settings', 'currency'], 'XXX', 'settings.currency'],
    [['settings', 'webhook_url'], 'http://game.example.test/hook', 'settings.webhook_url'],
    [['settings', 'webhook_url'], 'http://localhost.example.test/hook', 'settings.webhook_url'],
    [['settings', 'webhook_url'], 'http://192.168.0.1/hook', 'settings.webhook_url'],
    [['settings', 'webhook_url'], 'ftp://localhost/hook', 'settings.webhook_url'],
    [['settings', 'webhook_url'], 'javascript:alert(1)', 'settings.webhook_url'],
    [['settings', 'webhook_url'], `https://game.example.test/${'x'.repeat(2048)}`, 'settings.webhook_url'],
    [['purchase', 'checkout', 'currency'], 'XBT', 'purchase.checkout.currency'],
    [['purchase', 'checkout', 'currency'], 'eur', 'purchase.checkout.currency'],
    [['purchase', 'checkout', 'amount'], undefined, 'purchase.checkout.amount'],
    [['purchase', 'checkout', 'amount'], 9.99, 'purchase.checkout.amount'],
    [['purchase', 'checkout', 'amount'], '9.999', 'purchase.checkout.amount'],
    [['purchase', 'checkout', 'amount'], '-9.99', 'purchase.checkout.amount'],
    [['purchase', 'checkout', 'amount'], '9,99', 'purchase.checkout.amount'],
    [['purchase', 'checkout', 'amount'], '1e2', 'purchase.checkout.amount'],
    [['purchase', 'checkout', 'amount'], 'NaN', 'purchase.checkout.amount'],
    [['purchase', 'checkout', 'amount'], '9'.repeat(30), 'purchase.checkout.amount'],
    [['purchase', 'checkout'], { currency: 'KWD', amount: '9.9999' }, 'purchase.checkout.amount'],
    [['purchase', 'description', 'items'], [], 'purchase.description.items'],
    [['purchase', 'description', 'items'], 'GEM', 'purchase.description.items'],
    [[...ITEM, 'sku'], undefined, 'purchase.description.items[0].sku'],
    [[...ITEM, 'quantity'], 0, 'purchase.description.items[0].quantity'],
    [[...ITEM, 'quantity'], 1.5, 'purchase.description.items[0].quantity'],
    [[...ITEM, 'quantity'], 2 ** 31, 'purchase.description.items[0].quantity'],
    [[...ITEM, 'price', 'amount'], 1.1, 'purchase.description.items[0].price.amount'],
    [[...ITEM, 'price', 'amount'], '1.101', 'purchase.description.items[0].price.amount'],
    [[...ITEM, 'price', 'amount'], '-1', 'purchase.description.items[0].price.amount'],
    [[...ITEM, 'logo_url'], 'javascript:alert(1)', 'purchase.description.items[0].logo_url'],
    [['custom_parameters'], 'x', 'custom_parameters'],
    [['custom_parameters'], { x: 'y'.repeat(16_385) }, 'custom_parameters'],
  ] satisfies [(string | number)[], unknown, string][])(
    'with another value at %j (%j) is a 400 at %s and changes nothing [midaspay.token-errors] [midaspay.error-details]',
    async (path, value, field) => {
      const { status, body } = await refusal(createFixture(), tokenBodyWith(path, value));
      expect(status).toBe(400);
      expect(body).toEqual({ ...ERROR, name: 'INVALID_REQUEST', details: expect.any(Array) as unknown });
      const details = body['details'] as Record<string, string>[];
      expect(details.map((detail) => detail['field'])).toEqual([field]);
      for (const detail of details) expect(Object.keys(detail)).toEqual(DETAIL);
    },
  );

  it('with more items than the limit is refused [midaspay.limits]', async () => {
    const fixture = createFixture();
    const items = (count: number) =>
      tokenBodyWith(['purchase', 'description', 'items'], Array(count).fill({ sku: 'S' }));
    for (const count of [1001, 60_000]) {
      const { status, body } = await refusal(fixture, items(count));
      expect(status).toBe(400);
      expect(body).toMatchObject({
        name: 'INVALID_REQUEST',
        details: [{ field: 'purchase.description.items' }],
      });
    }
    expect((await create(fixture, items(1000))).status).toBe(200);
  });

  it('that is too large, compressed or no JSON is answered in the same form', async () => {
    const fixture = createFixture();
    const large = await refusal(fixture, { padding: 'x'.repeat(2 ** 20) });
    expect(large).toEqual({ status: 413, body: { ...ERROR, name: 'REQUEST_TOO_LARGE', details: [] } });
    const before = state(fixture);
    const post = () => request(fixture.listener).post(PATH).set('Content-Type', 'application/json');
    const malformed = await post().send('{"user":');
    expect(malformed.status).toBe(400);
    expect(malformed.body).toMatchObject({ name: 'INVALID_REQUEST', details: [{ issue: 'json_invalid' }] });
    const empty = await post().send('');
    expect(empty.status).toBe(400);
    expect(empty.body).toMatchObject({ name: 'INVALID_REQUEST' });
    const compressed = await post().set('Content-Encoding', 'gzip').send('{}');
    expect(compressed.status).toBe(415);
    expect(compressed.body).toEqual({ ...ERROR, name: 'UNSUPPORTED_MEDIA_TYPE', details: [] });
    expect(state(fixture)).toEqual(before);
  });

  it('to another path is 404, by another method 405', async () => {
    const { listener } = createFixture();
    for (const path of ['/v1/mor', '/v1/mor/', '/v1/mor/token', '/v1/mor/openapi.json', '/v1/mor/x?y=1']) {
      const { status, body } = await request(listener).post(path).send({});
      expect([path, status, body]).toEqual([
        path,
        404,
        { ...ERROR, name: 'RESOURCE_NOT_FOUND', details: [] },
      ]);
    }
    const wrongMethod = await request(listener).get(PATH);
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers['allow']).toBe('POST');
    expect(wrongMethod.body).toEqual({ ...ERROR, name: 'METHOD_NOT_ALLOWED', details: [] });
  });

  it('with a plain HTTP URL is refused while strict HTTPS is on [midaspay.https]', async () => {
    const body = tokenBodyWith(['settings', 'webhook_url'], 'http://localhost:3000/hook');
    const answer = await refusal(createFixture({ rules: { strictHttps: true } }), body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ details: [{ field: 'settings.webhook_url' }] });
  });
});

describe('with --midaspay-merchant-key, a request', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const body = JSON.stringify(TOKEN_BODY);
  const parts = { timestamp: '1750000000', nonce: 'n0nce', body };

  function send(fixture: Fixture, signature: string) {
    return request(fixture.listener)
      .post(PATH)
      .set({
        'Content-Type': 'application/json',
        'Txgw-Timestamp': parts.timestamp,
        'Txgw-Nonce': parts.nonce,
      })
      .set('Txgw-Signature', signature)
      .send(body);
  }

  it('is accepted with the right signature [midaspay.request-signature] [midaspay.request-url]', async () => {
    const fixture = createFixture({ merchantKey: publicKey });
    const texts = [requestText('POST', PATH, parts)];
    for (const text of texts) expect((await send(fixture, signText(privateKey, text))).status).toBe(200);
  });

  it('is 401 with a wrong one, which names the part that differs, and changes nothing', async () => {
    const fixture = createFixture({ merchantKey: publicKey });
    const before = state(fixture);
    const text = requestText('POST', PATH, { ...parts, timestamp: `${parts.timestamp}000` });
    const { status, body: answer } = await send(fixture, signText(privateKey, text));
    expect(status).toBe(401);
    expect(answer).toMatchObject({ ...ERROR, name: 'AUTHENTICATION_FAILURE', details: [] });
    expect(answer.message).toContain('the timestamp is in milliseconds');
    const unsigned = await create(fixture, TOKEN_BODY);
    expect([unsigned.status, unsigned.body.message]).toEqual([
      401,
      expect.stringContaining('Txgw-Signature'),
    ]);
    expect(state(fixture)).toEqual(before);
  });
});
