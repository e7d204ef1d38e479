import { describe, expect, it } from 'vitest';
import { addItem, ITEM } from '../support/catalogue.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';

const ITEMS = '/s2s/v1/items';

function catalogue({ domain, game }: Fixture) {
  return domain.store.tables.items.by('game', game.id);
}

describe('PUT /v1/items', () => {
  it('creates new SKUs and changes known ones, in whatever order they refer to each other [catalogue.updates]', async () => {
    const fixture = createFixture();
    const known = await addItem(fixture, { sku: 'GEM', description: 'Kept', price: 1 });
    const body = [
      { ...ITEM, sku: 'CHEST', type: 'bundle', nested_items: [{ sku: 'NEW' }, { sku: 'GEM' }] },
      { ...ITEM, sku: 'NEW', price_point: 5_000_000 },
      { ...ITEM, sku: 'GEM', name: 'Better gem' },
    ];
    const answer = await fixture.s2s().put(ITEMS).send(body).expect(204);
    expect(answer.text).toBe('');
    expect(catalogue(fixture).map(({ sku }) => sku)).toEqual(['CRS-82500', 'GEM', 'CHEST', 'NEW']);
    const chest = catalogue(fixture).find(({ sku }) => sku === 'CHEST');
    expect(chest?.nestedItems?.map(({ itemId }) => itemId)).toContain(known);
    const gem = catalogue(fixture).find(({ sku }) => sku === 'GEM');
    expect(gem).toMatchObject({ id: known, name: 'Better gem', description: 'Kept', price: 1 });
  });

  it('changes nothing when one of them is wrong [catalogue.updates]', async () => {
    const fixture = createFixture();
    const wrong = { ...ITEM, sku: 'BAD', nested_items: [{ sku: 'NOPE' }] };
    const { body } = await fixture
      .s2s()
      .put(ITEMS)
      .send([{ ...ITEM, sku: 'GOOD' }, wrong])
      .expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 1, 'nested_items', 0, 'sku'] }] });
    await fixture.s2s().put(ITEMS).send([ITEM, ITEM]).expect(409);
    expect(catalogue(fixture)).toHaveLength(1);
  });

  it('says where in the list a mistake is', async () => {
    const { body } = await createFixture()
      .s2s()
      .put(ITEMS)
      .send([ITEM, { ...ITEM, price_point: 0 }])
      .expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 1, 'price_point'], type: 'greater_than' }] });
  });
});

describe('PATCH /v1/items', () => {
  it('lets items swap their SKUs and answers them in the order of the request', async () => {
    const fixture = createFixture();
    const a = await addItem(fixture, { sku: 'A' });
    const b = await addItem(fixture, { sku: 'B' });
    const { body } = await fixture
      .s2s()
      .patch(ITEMS)
      .send([
        { id: b, sku: 'A' },
        { id: a, sku: 'B', bonus_percent: 1000 },
      ])
      .expect(200);
    expect(body).toMatchObject([
      { id: b, sku: 'A' },
      { id: a, sku: 'B', bonus_percent: 1000 },
    ]);
  });

  it('changes nothing when one of them is unknown, named twice or in conflict [catalogue.updates]', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, { sku: 'A', name: 'Before' });
    const change = { id, name: 'After' };
    await fixture
      .s2s()
      .patch(ITEMS)
      .send([change, { id: 'itm_none' }])
      .expect(404);
    await fixture.s2s().patch(ITEMS).send([change, change]).expect(409);
    await fixture
      .s2s()
      .patch(ITEMS)
      .send([{ ...change, sku: 'CRS-82500' }])
      .expect(409);
    expect(fixture.domain.store.tables.items.get(id)).toMatchObject({ name: 'Before', sku: 'A' });
  });
});

describe('DELETE /v1/items', () => {
  it('deletes all of them or none', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, {});
    await fixture
      .s2s()
      .delete(ITEMS)
      .send([{ id }, { id: 'itm_none' }])
      .expect(404);
    expect(catalogue(fixture)).toHaveLength(2);
    await fixture.s2s().delete(ITEMS).send([{ id }]).expect(204);
    expect(catalogue(fixture)).toHaveLength(1);
    await fixture.s2s().delete(ITEMS).expect(422);
  });
});
