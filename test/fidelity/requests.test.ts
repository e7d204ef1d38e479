import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { paidOrder, webhook } from '../support/control.ts';
import { createFixture, LIVE_KEY, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';
import { givenWebhook } from '../support/orders.ts';

const ORDER = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };

function post(fixture: Fixture, body: string) {
  return request(fixture.listener)
    .post('/s2s/v1/orders')
    .set('Authorization', `Bearer ${SANDBOX_KEY}`)
    .set('Content-Type', 'application/json')
    .send(body);
}

/** An order with a field of no meaning whose value nests `depth` lists. */
function nested(depth: number): string {
  return JSON.stringify({ ...ORDER, x: 0 }).replace('"x":0', `"x":${'['.repeat(depth)}${']'.repeat(depth)}`);
}

describe('a request', () => {
  it('without a content type is read as JSON [requests.content-type]', async () => {
    await post(createFixture(), JSON.stringify(ORDER)).unset('Content-Type').expect(201);
  });

  it('may nest 500 levels and no more [requests.body-limits]', async () => {
    await post(createFixture(), nested(499)).expect(201);
    await post(createFixture(), nested(500)).expect(400);
  });

  it('is told of stored data only when its schema is right [requests.schema-errors-first]', async () => {
    const fixture = createFixture();
    const faultsOf = async (email: string) => {
      const body = { player_id: 'p', items: [{ sku: 'NOPE' }], email };
      const { body: answer } = await post(fixture, JSON.stringify(body)).expect(422);
      return (answer as { detail: { loc: unknown[] }[] }).detail.map(({ loc }) => loc.join('.'));
    };
    expect(await faultsOf('nobody')).toEqual(['body.email']);
    expect(await faultsOf('a@example.com')).toEqual(['body.items.0.sku']);
  });

  it('may end its path with a slash [requests.trailing-slash]', async () => {
    const fixture = createFixture();
    const { body: plain } = await fixture.s2s().get('/s2s/v1/items').expect(200);
    const { body: slashed } = await fixture.s2s().get('/s2s/v1/items/').expect(200);
    expect(slashed).toEqual(plain);
  });

  it('takes a negative limit or offset for zero [requests.negative-pages]', async () => {
    const fixture = createFixture();
    const count = async (query: string) => {
      const { body } = await fixture.s2s().get(`/s2s/v1/items?${query}`).expect(200);
      return (body as unknown[]).length;
    };
    expect([await count('offset=-5'), await count('limit=-1')]).toEqual([1, 0]);
  });

  it('is held to the last of several equal query parameters [requests.query-parameters]', async () => {
    const fixture = createFixture();
    await fixture.s2s().get('/s2s/v1/items?limit=x&limit=1').expect(200);
    await fixture.s2s().get('/s2s/v1/items?limit=1&limit=x').expect(422);
  });
});

describe('the two environments', () => {
  it('are told apart by `sandbox` in each event [requests.environments]', async () => {
    const fixture = createFixture();
    webhook(fixture);
    await paidOrder(fixture);
    const { body } = await fixture.s2s(LIVE_KEY).post('/s2s/v1/orders').send(ORDER).expect(201);
    const { order_id: id } = body as { order_id: string };
    const [live] = fixture.domain.store.tables.events.by('order', id);
    const sandboxOf = (text: string) => (JSON.parse(text) as { sandbox: unknown }).sandbox;
    expect(fixture.events().every(({ body: text }) => sandboxOf(text) === true)).toBe(true);
    expect(sandboxOf(live?.body ?? '{}')).toBe(false);
  });
});

describe('ids of webhooks', () => {
  it('begin with wh_ and whsec_ [ids.webhooks]', () => {
    const { id, secret } = givenWebhook(createFixture());
    expect([id, secret]).toEqual([
      expect.stringMatching(/^wh_[0-9A-Za-z]+$/),
      expect.stringMatching(/^whsec_[0-9A-Za-z]+$/),
    ]);
  });
});
