import { describe, expect, it } from 'vitest';
import request from 'supertest';
import { createRequestLog, KEPT_BYTES } from '../../src/http/server/request-log.ts';
import { createFixture, LIVE_KEY, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';

const ORDER = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };

interface Listed {
  readonly data: readonly Record<string, unknown>[];
  readonly total: number;
}

async function logOf(fixture: Fixture, query = ''): Promise<Listed> {
  const { body } = await request(fixture.listener).get(`/_emulator/requests${query}`).expect(200);
  return body as Listed;
}

describe('the API log', () => {
  it('keeps each request with its answer, its time and the order it concerns', async () => {
    const fixture = createFixture();
    const { body } = await fixture.s2s().post('/s2s/v1/orders').send(ORDER);
    const id = (body as { order_id: string }).order_id;
    await fixture.s2s().get(`/s2s/v1/orders/${id}`);
    const { data } = await logOf(fixture);
    expect(data).toEqual([
      expect.objectContaining({
        operation: 'GET /v1/orders/{order_id}',
        path: `/v1/orders/${id}`,
        order_id: id,
        request: null,
      }),
      expect.objectContaining({
        id: (JSON.parse(fixture.events()[0]?.body ?? '{}') as { request_id: string }).request_id,
        at: Math.floor(fixture.clock.now() / 1000),
        duration_ms: expect.any(Number) as number,
        method: 'POST',
        operation: 'POST /v1/orders',
        status: 201,
        order_id: id,
        request: ORDER,
        response: body,
        ignored_fields: [],
      }),
    ]);
  });

  it('shows a body that was refused because it is nested too deeply', async () => {
    const fixture = createFixture();
    const deep = `{"metadata":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const post = fixture.s2s().post('/s2s/v1/orders').set('Content-Type', 'application/json');
    await post.send(deep).expect(400);
    const { data } = await logOf(fixture);
    expect(data[0]).toMatchObject({ status: 400, request: expect.stringContaining('[[[') as string });
    await request(fixture.listener).get('/dashboard/sandbox/requests').expect(200);
  });

  it('names the fields that nobody read [requests.unknown-fields]', async () => {
    const fixture = createFixture();
    const body = {
      ...ORDER,
      colour: 'red',
      items: [{ sku: 'CRS-82500', colour: { deep: 1 } }],
      metadata: { anything: 'goes' },
      player_info: { attributes: { anything: 1 }, nick: 'x' },
    };
    await fixture.s2s().post('/s2s/v1/orders?dry=1').send(body).expect(201);
    const { data } = await logOf(fixture);
    expect(data[0]).toMatchObject({
      ignored_fields: ['?dry', 'items[0].colour', 'colour', 'player_info.nick'],
    });
  });

  it('keeps what was refused, with the reason', async () => {
    const fixture = createFixture();
    await fixture.s2s('wrong').post('/s2s/v1/orders').send(ORDER).expect(401);
    await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .set('Content-Type', 'application/json')
      .send('{"a')
      .expect(422);
    await fixture.s2s().get('/s2s/v1/ordrs').expect(404);
    const { data } = await logOf(fixture);
    expect(data.map(({ status, request: sent }) => [status, sent])).toEqual([
      [404, null],
      [422, '{"a'],
      [401, null],
    ]);
    expect(data[1]).toMatchObject({ response: { detail: [{ loc: ['body', 1], type: 'json_invalid' }] } });
  });

  it('finds requests by order, operation and status, and keeps games apart', async () => {
    const fixture = createFixture();
    const { body } = await fixture.s2s().post('/s2s/v1/orders').send(ORDER);
    const id = (body as { order_id: string }).order_id;
    await fixture.s2s().get('/s2s/v1/webhooks');
    await fixture.s2s().get('/s2s/v1/orders/none');
    await fixture.s2s(LIVE_KEY).get('/s2s/v1/webhooks');
    const found = async (query: string) =>
      (await logOf(fixture, query)).data.map(({ operation }) => operation);
    expect(await found(`?order_id=${id}`)).toEqual(['POST /v1/orders']);
    expect(await found('?status=404')).toEqual(['GET /v1/orders/{order_id}']);
    expect(await found('?operation=GET%20/v1/webhooks')).toEqual(['GET /v1/webhooks']);
    expect((await logOf(fixture, '?limit=1')).total).toBe(3);
  });

  it('shows no key, no secret and no card number', async () => {
    const fixture = createFixture();
    const hook = { url: 'http://localhost:1/', events: [], method: 'POST' };
    const { body } = await fixture.s2s().post('/s2s/v1/webhooks').send(hook);
    const note = `${SANDBOX_KEY} 4242 4242 4242 4242 5436031030606378`;
    await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ ...ORDER, metadata: { note, api_key: 'k' } });
    const text = JSON.stringify(await logOf(fixture));
    for (const hidden of [
      SANDBOX_KEY,
      '4242 4242',
      '5436031030606378',
      (body as { secret: string }).secret,
    ]) {
      expect(text).not.toContain(hidden);
    }
    expect(text).toContain('"note":"*** *** ***"');
  });

  it('forgets the oldest, and keeps no more of a large request than it says', () => {
    const log = createRequestLog(2);
    const entry = (text: string) => ({
      id: text.slice(0, 1),
      at: 0,
      durationMs: 0,
      gameId: null,
      operation: null,
      params: {},
      received: { method: 'POST', mount: '/s2s', url: '/', headers: {}, contentType: undefined, text },
      status: 200,
      answer: text,
    });
    for (const text of ['a', 'b', `c${'x'.repeat(2 * KEPT_BYTES)}`]) log.add(entry(text));
    const kept = log.all();
    expect(kept.map(({ id }) => id)).toEqual(['c', 'b']);
    expect([kept[0]?.received.text.length, kept[0]?.answer.length]).toEqual([KEPT_BYTES, KEPT_BYTES]);
    log.clear();
    expect(log.all()).toEqual([]);
  });

  it('reports published fields that have no effect as ignored [requests.unknown-fields]', async () => {
    const fixture = createFixture();
    const item = { sku: 'CRS-82500', store_key: 's', selected_plan_key: 'p' };
    await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ player_id: 'p1', items: [item] })
      .expect(201);
    await fixture
      .s2s()
      .post('/s2s/v1/users/authorize')
      .send({ player_id: 'p1', redirect_path: '/' })
      .expect(200);
    const { body } = await request(fixture.listener).get('/_emulator/requests').expect(200);
    expect((body as { data: { ignored_fields: string[] }[] }).data.map((one) => one.ignored_fields)).toEqual([
      ['redirect_path'],
      ['items[0].store_key', 'items[0].selected_plan_key'],
    ]);
  });
});
