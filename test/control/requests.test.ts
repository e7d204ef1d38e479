import request from 'supertest';
import { expect, it } from 'vitest';
import { createFixture, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';

const ORDER = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };

async function paths(fixture: Fixture, query: string): Promise<unknown> {
  const { body } = await request(fixture.listener).get(`/_emulator/requests?${query}`).expect(200);
  return (body as { data: { url: string }[] }).data.map(({ url }) => url);
}

it('the request log keeps headers, with credentials masked wherever they are', async () => {
  const fixture = createFixture();
  await fixture
    .s2s()
    .post('/s2s/v1/orders')
    .set('X-Trace', 'abc')
    .set('X-Forwarded-Authorization', 'Basic c2VjcmV0Og==')
    .send({ ...ORDER, metadata: { session_token: 'abc-123', note: `key ${SANDBOX_KEY}` } })
    .expect(201);
  const { body } = await request(fixture.listener).get('/_emulator/requests').expect(200);
  expect(body).toMatchObject({
    data: [
      {
        url: '/s2s/v1/orders',
        headers: {
          authorization: 'Bearer ***',
          'x-trace': 'abc',
          'x-forwarded-authorization': 'Basic ***',
        },
        request: { metadata: { session_token: 'abc-123', note: 'key ***' } },
      },
    ],
  });
});

it('the request log finds requests by path as sent and by time', async () => {
  const fixture = createFixture();
  await fixture.s2s().post('/s2s/v1/orders?dry=1').send(ORDER);
  await fixture.s2s().get('/s2s/v1/webhooks');
  const now = Math.floor(fixture.clock.now() / 1000);
  expect(await paths(fixture, 'path=/s2s/v1/orders')).toEqual(['/s2s/v1/orders?dry=1']);
  expect(await paths(fixture, 'path=/s2s/v1/orders/none')).toEqual([]);
  expect(await paths(fixture, `since=${now}&until=${now}`)).toHaveLength(2);
  expect(await paths(fixture, `since=${now + 1}`)).toEqual([]);
  expect(await paths(fixture, `until=${now - 1}`)).toEqual([]);
});

it('an operation that does not exist is refused with the one that was meant', async () => {
  const fixture = createFixture();
  const { body } = await request(fixture.listener)
    .get('/_emulator/requests')
    .query({ operation: 'POST /v1/order' })
    .expect(422);
  expect(body).toEqual({
    detail: [
      {
        loc: ['query', 'operation'],
        msg: 'No such operation: "POST /v1/order". Did you mean "POST /v1/orders"?',
        type: 'value_error',
      },
    ],
  });
  expect(await paths(fixture, 'operation=POST%20/s2s/v1/orders')).toEqual([]);
});

it('a call without /s2s is answered with a hint and logged', async () => {
  const fixture = createFixture();
  const { body } = await fixture.s2s().post('/v1/orders').send(ORDER).expect(404);
  expect((body as { detail: string }).detail).toContain('did you mean POST /s2s/v1/orders?');
  const { body: log } = await request(fixture.listener)
    .get('/_emulator/requests?path=/v1/orders')
    .expect(200);
  expect(log).toMatchObject({ total: 1, data: [{ url: '/v1/orders', status: 404, operation: null }] });
});
