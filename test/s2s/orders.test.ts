import { describe, expect, it } from 'vitest';
import { createFixture, LIVE_KEY } from '../support/fixture.ts';

const NEW_DATA = {
  player_id: 'r2d2-c3po',
  items: [{ sku: 'CRS-82500', name: 'Magic Crystals', description: 'Magic Crystals.' }],
  price_decimal: 29.99,
  currency: 'USD',
};
const KNOWN_DATA = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };

async function create(fixture: ReturnType<typeof createFixture>, body: object = KNOWN_DATA): Promise<string> {
  const { body: answer } = await fixture.s2s().post('/s2s/v1/orders').send(body).expect(201);
  return (answer as { order_id: string }).order_id;
}

describe('POST /v1/orders', () => {
  it.each([
    ['new data', NEW_DATA],
    ['existing data', KNOWN_DATA],
  ])("takes the guide's first request with %s [orders.create] [orders.known-sku]", async (_form, body) => {
    const fixture = createFixture();
    const { body: answer } = await fixture.s2s().post('/s2s/v1/orders').send(body).expect(201);
    const { order_id: id, ...rest } = answer as { order_id: string; checkout_url: string };
    expect(id).toMatch(/^ord_\w{11}$/);
    expect(Object.keys(rest)).toEqual(['checkout_url']);
    expect(rest.checkout_url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/order/${id}$`));
    const { body: order } = await fixture.s2s().get(`/s2s/v1/orders/${id}`).expect(200);
    expect(order).toMatchObject({ amount: 2999, currency: 'USD', status: 'created', player_id: 'r2d2-c3po' });
    expect(fixture.eventTypes()).toEqual(['order.created']);
  });

  it('gives its event an id that names the request [ids.prefixes]', async () => {
    const fixture = createFixture();
    await create(fixture);
    const event = JSON.parse(fixture.events()[0]?.body ?? '{}') as { request_id?: unknown };
    expect(event.request_id).toMatch(/^[\da-f-]{36}$/);
  });

  it('creates an unknown item once it has a name and a price, and knows it from then on [orders.new-data]', async () => {
    const fixture = createFixture();
    const first = {
      player_id: 'p',
      items: [{ sku: 'SWORD', name: 'Sword' }],
      price_decimal: 5,
      currency: 'EUR',
    };
    await create(fixture, first);
    const id = await create(fixture, { player_id: 'p', items: [{ sku: 'SWORD' }] });
    const { body } = await fixture.s2s().get(`/s2s/v1/orders/${id}`);
    expect(body).toMatchObject({ amount: 500, currency: 'EUR', items: [{ sku: 'SWORD', name: 'Sword' }] });
  });

  it('refuses an unknown SKU without a price and changes nothing [orders.unknown-sku]', async () => {
    const fixture = createFixture();
    const body = { player_id: 'p', items: [{ sku: 'CRS-82500' }, { sku: 'NOPE', name: 'Nope' }] };
    const { body: answer } = await fixture.s2s().post('/s2s/v1/orders').send(body).expect(422);
    expect(answer).toEqual({
      detail: [
        {
          loc: ['body', 'items', 1, 'sku'],
          msg: expect.stringContaining('"NOPE"') as string,
          type: 'value_error',
        },
      ],
    });
    expect(fixture.events()).toEqual([]);
    expect(fixture.domain.store.tables.players.size).toBe(0);
  });

  it('tells everything that is wrong with a request at once [requests.error-format] [orders.create]', async () => {
    const body = { items: [{ sku: '' }, {}], discount_percent: 101, currency: 'XXX', email: 'nobody' };
    const { body: answer } = await createFixture().s2s().post('/s2s/v1/orders').send(body).expect(422);
    const faults = (answer as { detail: { loc: unknown[]; type: string }[] }).detail;
    expect(faults.map(({ loc, type }) => [loc.join('.'), type])).toEqual([
      ['body.items.0.sku', 'string_too_short'],
      ['body.items.1.sku', 'missing'],
      ['body.player_id', 'missing'],
      ['body.email', 'value_error'],
      ['body.discount_percent', 'less_than_equal'],
      ['body.currency', 'enum'],
    ]);
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001java\r\nscript\t:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'view-source:http://x.example',
    'ms-msdt:/id',
  ])(
    'refuses the link %j, of a kind that takes any text and of a URL [orders.link-schemes]',
    async (link) => {
      for (const field of ['back_to_game_url', 'back_to_store_url']) {
        const body = { ...KNOWN_DATA, [field]: link };
        const { body: answer } = await createFixture().s2s().post('/s2s/v1/orders').send(body).expect(422);
        expect(answer).toMatchObject({ detail: [{ loc: ['body', field] }] });
      }
    },
  );

  it('answers malformed JSON with the offset of the mistake [requests.malformed-json]', async () => {
    const { body } = await createFixture()
      .s2s()
      .post('/s2s/v1/orders')
      .set('Content-Type', 'application/json')
      .send('{"player_id": oops}')
      .expect(422);
    expect(body).toEqual({ detail: [{ loc: ['body', 14], msg: 'JSON decode error', type: 'json_invalid' }] });
  });

  it('refuses a body of another content type and one that is too large [requests.content-type] [requests.body-limits]', async () => {
    const fixture = createFixture();
    const text = fixture.s2s().post('/s2s/v1/orders').set('Content-Type', 'text/plain').send('{}');
    expect((await text).status).toBe(422);
    const large = fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ player_id: 'x'.repeat(1024 * 1024) });
    expect((await large).status).toBe(413);
  });
});

describe('the other order operations', () => {
  it('keep the data of the two environments apart [requests.environments]', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    await fixture.s2s(LIVE_KEY).get(`/s2s/v1/orders/${id}`).expect(404);
    await fixture.s2s(LIVE_KEY).post(`/s2s/v1/orders/${id}/refund`).send({ reason: 'x' }).expect(404);
  });

  it('expire an open order once and for all, without an event [orders.expire] [orders.expire-conflict]', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    await fixture.s2s().patch(`/s2s/v1/orders/${id}/expire`).expect(200);
    const { body } = await fixture.s2s().get(`/s2s/v1/orders/${id}`);
    expect(body).toMatchObject({ status: 'created', expires_at: Math.floor(fixture.clock.now() / 1000) });
    expect(fixture.eventTypes()).toEqual(['order.created']);
  });

  it('refuse to refund an order that is not paid [orders.refund-paid-only] [requests.error-format]', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    const { body } = await fixture
      .s2s()
      .post(`/s2s/v1/orders/${id}/refund`)
      .send({ reason: 'x' })
      .expect(409);
    expect(body).toEqual({ detail: `Order ${id} is created; only a paid order can be refunded.` });
  });

  it('mark an order as handled by the client [orders.update]', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    await fixture.s2s().patch(`/s2s/v1/orders/${id}`).send({ handled_by_client: true }).expect(200);
    expect(fixture.domain.store.tables.orders.get(id)?.handledByClient).toBe(true);
  });
});

describe('the S2S API as a whole', () => {
  it.each([
    ['no key', undefined, 401],
    ['a wrong key', 'Bearer nope', 401],
    ['the key as Bearer', 'Bearer s2s_sandbox_local', 200],
    ['the key as Basic user', `Basic ${Buffer.from('s2s_sandbox_local:').toString('base64')}`, 200],
    ['a Basic password', `Basic ${Buffer.from('s2s_sandbox_local:x').toString('base64')}`, 401],
  ])('answers %s [requests.authentication]', async (_what, authorization, status) => {
    const call = createFixture().s2s('').get('/s2s/v1/webhooks');
    const { status: answered } = await (authorization === undefined
      ? call.unset('Authorization')
      : call.set('Authorization', authorization));
    expect(answered).toBe(status);
  });

  it('names a published operation that it does not serve [requests.not-served]', async () => {
    const { body } = await createFixture().s2s().get('/s2s/v1/daily_rewards').expect(501);
    expect((body as { detail: string }).detail).toContain('get_daily_rewards');
  });

  it('answers 404 to what is no operation', async () => {
    await createFixture().s2s().get('/s2s/v1/nothing').expect(404);
  });

  it('limits the rate of a game when asked to [requests.rate-limit]', async () => {
    const fixture = createFixture({ config: { rateLimit: 2 } });
    const ask = (key?: string) => fixture.s2s(key).get('/s2s/v1/webhooks');
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429]);
    expect((await ask(LIVE_KEY)).status).toBe(200);
    fixture.clock.advance(60_000);
    expect((await ask()).status).toBe(200);
  });
});
