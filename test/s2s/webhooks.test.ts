import { describe, expect, it } from 'vitest';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const ASKED = { url: 'http://localhost:3000/webhook', events: ['item.add', 'item.remove'], method: 'POST' };

async function create(fixture: Fixture, body: object = ASKED): Promise<{ id: string; secret: string }> {
  const answer = await fixture.s2s().post('/s2s/v1/webhooks').send(body).expect(201);
  return answer.body as { id: string; secret: string };
}

describe('webhooks over the S2S API', () => {
  it('are created with a secret that only these answers show [webhooks.secret-shown]', async () => {
    const fixture = createFixture();
    const created = await create(fixture);
    expect(created).toMatchObject({ ...ASKED, enabled: true, enabled_logs: true, game_id: fixture.game.id });
    expect(created.secret.length).toBeGreaterThanOrEqual(32);
    const { body: read } = await fixture.s2s().get(`/s2s/v1/webhooks/${created.id}`).expect(200);
    expect(read).not.toHaveProperty('secret');
    expect(JSON.stringify(read)).not.toContain(created.secret);
    const { body: revealed } = await fixture.s2s().post(`/s2s/v1/webhooks/${created.id}/reveal`).expect(200);
    expect(revealed).toEqual(created);
  });

  it('get a new secret at once [webhooks.new-secret]', async () => {
    const fixture = createFixture();
    const { id, secret } = await create(fixture);
    const { body } = await fixture.s2s().post(`/s2s/v1/webhooks/${id}/expire_secret`).expect(200);
    expect((body as { secret: string }).secret).not.toBe(secret);
    const { body: revealed } = await fixture.s2s().post(`/s2s/v1/webhooks/${id}/reveal`);
    expect(revealed).toEqual(body);
  });

  it('keep what an update leaves out', async () => {
    const fixture = createFixture();
    const { id } = await create(fixture, { ...ASKED, description: 'mine' });
    const { body } = await fixture.s2s().put(`/s2s/v1/webhooks/${id}`).send({ enabled: false }).expect(200);
    expect(body).toMatchObject({ ...ASKED, description: 'mine', enabled: false });
  });

  it('are listed in pages and deleted', async () => {
    const fixture = createFixture();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await create(fixture)).id);
    const list = async (query: string) => {
      const { body } = await fixture.s2s().get(`/s2s/v1/webhooks${query}`).expect(200);
      return (body as { id: string }[]).map(({ id }) => id);
    };
    expect(await list('')).toEqual(ids);
    expect(await list('?limit=1&offset=1')).toEqual(ids.slice(1, 2));
    await fixture
      .s2s()
      .delete(`/s2s/v1/webhooks/${ids[0] ?? ''}`)
      .expect(204, {});
    expect(await list('')).toEqual(ids.slice(1));
    await fixture
      .s2s()
      .get(`/s2s/v1/webhooks/${ids[0] ?? ''}`)
      .expect(404);
  });

  it('belong to one game', async () => {
    const fixture = createFixture();
    const { id } = await create(fixture);
    await fixture.s2s(LIVE_KEY).get(`/s2s/v1/webhooks/${id}`).expect(404);
    await fixture.s2s(LIVE_KEY).delete(`/s2s/v1/webhooks/${id}`).expect(404);
  });

  it.each([
    [{ ...ASKED, url: 'localhost:3000' }, ['body', 'url'], 'value_error'],
    [{ ...ASKED, url: 'ftp://x/y' }, ['body', 'url'], 'value_error'],
    [{ ...ASKED, method: 'PUT' }, ['body', 'method'], 'enum'],
    [{ ...ASKED, events: ['item.add', 'nope'] }, ['body', 'events', 1], 'enum'],
    [{ url: ASKED.url, method: 'POST' }, ['body', 'events'], 'missing'],
  ])('refuse %j at %j [webhooks.url]', async (body, loc, type) => {
    const fixture = createFixture();
    const answer = await fixture.s2s().post('/s2s/v1/webhooks').send(body).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc, type }] });
    expect(fixture.domain.store.tables.webhooks.size).toBe(0);
  });

  it('refuse plain HTTP when asked to be strict [webhooks.https]', async () => {
    const fixture = createFixture({ rules: { strictHttps: true } });
    await fixture.s2s().post('/s2s/v1/webhooks').send(ASKED).expect(422);
    await create(fixture, { ...ASKED, url: 'https://example.com/webhook' });
  });

  it('refuse a limit that is no integer, with FastAPI’s words', async () => {
    const { body } = await createFixture().s2s().get('/s2s/v1/webhooks?limit=ten').expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['query', 'limit'], type: 'int_parsing' }] });
  });
});
