import { describe, expect, it } from 'vitest';
import { addItem } from '../support/catalogue.ts';
import { createFixture, LIVE_KEY } from '../support/fixture.ts';

const GAME_LOCALES = '/s2s/v1/locales';

describe('locales', () => {
  it('come once each, and go [requests.duplicates] [locales.statistics]', async () => {
    const fixture = createFixture();
    const { body } = await fixture
      .s2s()
      .post(GAME_LOCALES)
      .send({ locale: 'pt-BR', published_at: 5 })
      .expect(201);
    const now = Math.floor(fixture.clock.now() / 1000);
    expect(body).toEqual({
      id: expect.stringMatching(/^loc_\w{11}$/) as string,
      locale: 'pt-BR',
      published_at: 5,
      stats: { total: 2, done: 0 },
      status: 'clean',
      modified_at: now,
    });
    await fixture.s2s().post(GAME_LOCALES).send({ locale: 'pt-BR' }).expect(409);
    await fixture.s2s(LIVE_KEY).post(GAME_LOCALES).send({ locale: 'pt-BR' }).expect(201);
    await fixture.s2s().post(GAME_LOCALES).send({ locale: 'xx' }).expect(422);
    const path = `${GAME_LOCALES}/${body.id as string}`;
    fixture.clock.advance(1000);
    const { body: touched } = await fixture.s2s().put(path).send({}).expect(200);
    expect(touched).toEqual({ ...body, modified_at: now + 1 });
    await fixture.s2s(LIVE_KEY).get(path).expect(404);
    await fixture.s2s().delete(path).expect(204);
    await fixture.s2s().get(path).expect(404);
    await fixture.s2s().post(GAME_LOCALES).send({ locale: 'pt-BR' }).expect(201);
  });

  it('count the texts of the catalogue and their translations [locales.statistics]', async () => {
    const fixture = createFixture();
    const item = await addItem(fixture, { name: 'Sword' });
    const texts = { name: { pt: 'Espada', de: 'Schwert', tlh: '…' }, description: { pt: 'Afiada' } };
    const { body: read } = await fixture
      .s2s()
      .post(`/s2s/v1/items/${item}/translate`)
      .send(texts)
      .expect(200);
    expect(read).toMatchObject({ id: item, name: 'Sword' });
    for (const locale of ['pt', 'de']) await fixture.s2s().post(GAME_LOCALES).send({ locale }).expect(201);
    const { body } = await fixture.s2s().get(`${GAME_LOCALES}?limit=5`).expect(200);
    expect(body).toMatchObject([
      { locale: 'pt', stats: { total: 3, done: 1 } },
      { locale: 'de', stats: { total: 3, done: 1 } },
    ]);
  });

  it('give an order the words of its language, unless it brings its own', async () => {
    const fixture = createFixture();
    const item = await addItem(fixture, { sku: 'SWORD', price: 100 });
    const texts = { name: { pt: 'Espada' } };
    await fixture.s2s().post(`/s2s/v1/items/${item}/translate`).send(texts).expect(200);
    const nameIn = async (order: object) => {
      const { body } = await fixture
        .s2s()
        .post('/s2s/v1/orders')
        .send({ player_id: 'p', ...order })
        .expect(201);
      return fixture.domain.store.tables.orders.get(body.order_id as string)?.items[0]?.name;
    };
    expect(await nameIn({ locale: 'pt', items: [{ sku: 'SWORD' }] })).toBe('Espada');
    expect(await nameIn({ locale: 'de', items: [{ sku: 'SWORD' }] })).toBe('Sword');
    expect(await nameIn({ items: [{ sku: 'SWORD' }] })).toBe('Sword');
    expect(await nameIn({ locale: 'pt', items: [{ sku: 'SWORD', name: 'Lança' }] })).toBe('Lança');
  });
});
