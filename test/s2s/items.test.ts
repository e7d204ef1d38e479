import { describe, expect, it } from 'vitest';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';
import { addItem, ITEM } from '../support/catalogue.ts';

const ITEMS = '/s2s/v1/items';

/** The SKUs that a listing gives, in its order. */
async function skus(fixture: Fixture, query = ''): Promise<string[]> {
  const { body } = await fixture.s2s().get(`${ITEMS}?${query}`).expect(200);
  return (body as { sku: string }[]).map(({ sku }) => sku);
}

describe('POST /v1/items', () => {
  it('creates an item and gives back what was sent, and nothing that was not [requests.unset-fields-are-absent] [requests.large-integers]', async () => {
    const fixture = createFixture();
    const sent = {
      ...ITEM,
      price: 499,
      quantity: 1e18,
      meta: { tier: 1 },
      highlights: { items: [{ name: 'Shiny' }] },
      icon_url: '',
      view_option: 'skeleton',
    };
    const { body } = await fixture.s2s().post(ITEMS).send(sent).expect(201);
    expect(body).toEqual({
      ...sent,
      id: expect.stringMatching(/^itm_\w{11}$/) as string,
      model_type: 'ItemRead',
      is_system: false,
      categories: [],
      price_decimal: 4.99,
      price_minor_unit: 2,
      created_at: Math.floor(fixture.clock.now() / 1000),
      modified_at: Math.floor(fixture.clock.now() / 1000),
    });
    const { body: again } = await fixture
      .s2s()
      .get(`${ITEMS}/${body.id as string}`)
      .expect(200);
    expect(again).toEqual(body);
  });

  it('refuses a SKU that the game has, but not one of another game [requests.duplicates]', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'GEM' });
    const { body } = await fixture
      .s2s()
      .post(ITEMS)
      .send({ ...ITEM, sku: 'GEM' })
      .expect(409);
    expect(body).toEqual({ detail: 'Another item already has the SKU "GEM".' });
    await fixture
      .s2s(LIVE_KEY)
      .post(ITEMS)
      .send({ ...ITEM, sku: 'GEM' })
      .expect(201);
    expect(await skus(fixture)).toEqual(['CRS-82500', 'GEM']);
  });

  it.each([
    [{ name: 'x'.repeat(256) }, 'name', 'string_too_long'],
    [{ description: 'x'.repeat(513) }, 'description', 'string_too_long'],
    [{ sku: 'x'.repeat(256) }, 'sku', 'string_too_long'],
    [{ quantity: 0 }, 'quantity', 'greater_than_equal'],
    [{ quantity: 1.1e18 }, 'quantity', 'less_than_equal'],
    [{ quantity: 1.5 }, 'quantity', 'int_from_float'],
    [{ price: 1.5 }, 'price', 'int_from_float'],
    [{ type: 'thing' }, 'type', 'enum'],
    [{ is_stackable: 'yes' }, 'is_stackable', 'bool_type'],
    [{ name: undefined }, 'name', 'missing'],
    [{ currency: null }, 'currency', 'enum'],
    [{ image_url_apple: '' }, 'image_url_apple', 'url_parsing'],
    [{ nested_items: [{ count: 0.5 }] }, 'nested_items.0.count', 'int_from_float'],
    [{ highlights: {} }, 'highlights.items', 'missing'],
  ])('refuses %j at %s with %s', async (wrong, loc, type) => {
    const { body } = await createFixture()
      .s2s()
      .post(ITEMS)
      .send({ ...ITEM, ...wrong })
      .expect(422);
    const [fault] = (body as { detail: { loc: unknown[]; type: string }[] }).detail;
    expect([fault?.loc.join('.'), fault?.type]).toEqual([`body.${loc}`, type]);
  });

  it.each(['description', 'highlights', 'is_system', 'meta'])('takes null for %s', async (field) => {
    const { body } = await createFixture()
      .s2s()
      .post(ITEMS)
      .send({ ...ITEM, [field]: null })
      .expect(201);
    expect((body as Record<string, unknown>)[field] ?? false).toBe(false);
  });

  it('refuses references to what the game does not have, all at once, and creates nothing [catalogue.references]', async () => {
    const fixture = createFixture();
    const foreign = await addItem(fixture, { sku: 'FOREIGN' }, LIVE_KEY);
    const wrong = {
      ...ITEM,
      type: 'bundle',
      nested_items: [{ sku: 'CRS-82500' }, { sku: 'NOPE' }, { id: foreign }, { count: 2 }],
      fallback_item_id: foreign,
      categories: ['icat_none'],
    };
    const { body } = await fixture.s2s().post(ITEMS).send(wrong).expect(422);
    const { detail } = body as { detail: { loc: unknown[] }[] };
    expect(detail.map(({ loc }) => loc.join('.'))).toEqual([
      'body.fallback_item_id',
      'body.categories.0',
      'body.nested_items.1.sku',
      'body.nested_items.2.id',
      'body.nested_items.3',
    ]);
    expect(await skus(fixture)).toEqual(['CRS-82500']);
  });
});

describe('a bundle', () => {
  it('shows what it holds, with the present SKU of each part [catalogue.nested-items]', async () => {
    const fixture = createFixture();
    const gem = await addItem(fixture, { sku: 'GEM', name: 'Gem' });
    const parts = [{ sku: 'GEM', count: 3, is_featured: true }];
    const chest = await addItem(fixture, { sku: 'CHEST', type: 'bundle', nested_items: parts });
    await fixture.s2s().put(`${ITEMS}/${gem}`).send({ sku: 'RUBY' }).expect(200);
    const { body } = await fixture.s2s().get(`${ITEMS}/${chest}`);
    expect(body).toMatchObject({
      nested_items: [{ id: gem, sku: 'RUBY', count: 3, is_featured: true }],
      nested_items_read: [{ id: gem, name: 'Gem', model_type: 'ItemRead' }],
    });
  });

  it('cannot contain itself, not even through another [catalogue.nested-items]', async () => {
    const fixture = createFixture();
    const inner = await addItem(fixture, { sku: 'INNER', type: 'bundle' });
    await addItem(fixture, { sku: 'OUTER', type: 'bundle', nested_items: [{ id: inner }] });
    const loop = { nested_items: [{ sku: 'OUTER' }] };
    const { body } = await fixture.s2s().put(`${ITEMS}/${inner}`).send(loop).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'nested_items'] }] });
    const { body: after } = await fixture.s2s().get(`${ITEMS}/${inner}`);
    expect(after).not.toHaveProperty('nested_items');
  });
});

describe('PUT /v1/items/{item_id}', () => {
  it('changes what is given and leaves the rest [catalogue.updates]', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, { description: 'Old', price: 100, icon_url: 'https://a.example/i' });
    fixture.clock.advance(5000);
    const change = { description: null, discount_percent: 10, background_image_color: '#fff' };
    const { body } = await fixture.s2s().put(`${ITEMS}/${id}`).send(change).expect(200);
    expect(body).toMatchObject({
      price: 100,
      discount_percent: 10,
      icon_url: 'https://a.example/i',
      background_image_color: '#fff',
      modified_at: (body as { created_at: number }).created_at + 5,
    });
    expect(body).not.toHaveProperty('description');
  });

  it('archives an item and brings it back [catalogue.empty-text]', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, { sku: 'OLD' });
    const { body } = await fixture.s2s().put(`${ITEMS}/${id}`).send({ archived_at: 1700000000.5 });
    expect(body).toMatchObject({ archived_at: 1700000000.5 });
    expect(await skus(fixture, 'state=archived')).toEqual(['OLD']);
    expect(await skus(fixture, 'state=active')).toEqual(['CRS-82500']);
    await fixture.s2s().put(`${ITEMS}/${id}`).send({ archived_at: 0 }).expect(200);
    expect(await skus(fixture, 'state=archived')).toEqual([]);
  });

  it('refuses the SKU of another item', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, { sku: 'MINE' });
    await fixture.s2s().put(`${ITEMS}/${id}`).send({ sku: 'CRS-82500' }).expect(409);
    await fixture.s2s().put(`${ITEMS}/${id}`).send({ sku: 'MINE' }).expect(200);
  });

  it('knows no item of another game', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, {});
    await fixture.s2s(LIVE_KEY).put(`${ITEMS}/${id}`).send({ name: 'x' }).expect(404);
    await fixture.s2s(LIVE_KEY).delete(`${ITEMS}/${id}`).expect(404);
    await fixture.s2s(LIVE_KEY).post(`${ITEMS}/${id}/translate`).send({}).expect(404);
  });
});

describe('GET /v1/items', () => {
  it('gives ten items, oldest first, unless asked otherwise [requests.page-defaults] [catalogue.lists]', async () => {
    const fixture = createFixture();
    for (let n = 1; n <= 11; n += 1) await addItem(fixture, { sku: `S${n}` });
    expect(await skus(fixture)).toHaveLength(10);
    expect(await skus(fixture, 'limit=2&offset=10')).toEqual(['S10', 'S11']);
    expect(await skus(fixture, 'limit=2&order_by=created_at&sort_order=asc')).toEqual(['CRS-82500', 'S1']);
  });

  it('filters [catalogue.search]', async () => {
    const fixture = createFixture();
    const { body: shelf } = await fixture
      .s2s()
      .post('/s2s/v1/item_categories')
      .send({ name: 'A', position: 1 });
    const category = (shelf as { id: string }).id;
    const gem = await addItem(fixture, { sku: 'gem-1', name: 'Ruby', categories: [category], price: 5 });
    const coin = await addItem(fixture, {
      sku: 'coin',
      type: 'currency',
      is_stackable: false,
      rarity_id: 'r',
    });
    await addItem(fixture, { sku: 'points', reward_points_price: 10 });
    const cases = {
      'search_string=RUB': ['gem-1'],
      'search_string=GEM-': ['gem-1'],
      [`category_id=${category}`]: ['gem-1'],
      'category_id=unset': ['CRS-82500', 'coin', 'points'],
      'rarity_id=r': ['coin'],
      'item_stackable_type=non_stackable': ['coin'],
      'with_price=true': ['CRS-82500', 'gem-1', 'points'],
      'with_price=0': ['coin'],
      'item_price_type=fiat': ['CRS-82500', 'gem-1'],
      'item_price_type=reward_points': ['points'],
      'item_price_type=virtual_currency': [],
      'types=currency,bundle': ['coin'],
      [`ids=${coin},${gem},itm_no`]: ['gem-1', 'coin'],
    };
    for (const [query, expected] of Object.entries(cases))
      expect(await skus(fixture, query)).toEqual(expected);
  });

  it('sorts, with what has no such value at the end [catalogue.lists] [catalogue.search]', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'a', name: 'Zinc', price: 100, currency: 'EUR', position: 2 });
    await addItem(fixture, { sku: 'b', name: 'Amber', price: 105, position: 1 });
    const cases = {
      'order_by=name': ['b', 'CRS-82500', 'a'],
      'order_by=name&sort_order=desc': ['a', 'CRS-82500', 'b'],
      'order_by=position': ['b', 'a', 'CRS-82500'],
      'order_by=position&sort_order=desc': ['a', 'b', 'CRS-82500'],
      'order_by=price': ['b', 'a', 'CRS-82500'],
    };
    for (const [query, expected] of Object.entries(cases))
      expect(await skus(fixture, query)).toEqual(expected);
  });

  it('refuses filters that it does not know', async () => {
    const wrong = 'state=gone&order_by=size&with_price=perhaps&limit=x';
    const { body } = await createFixture().s2s().get(`${ITEMS}?${wrong}`).expect(422);
    const { detail } = body as { detail: { loc: unknown[]; type: string }[] };
    expect(detail.map(({ loc, type }) => [loc.join('.'), type])).toEqual([
      ['query.limit', 'int_parsing'],
      ['query.state', 'enum'],
      ['query.order_by', 'enum'],
      ['query.with_price', 'bool_parsing'],
    ]);
  });
});

describe('deleting an item', () => {
  it('frees its SKU [catalogue.delete-item]', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, { sku: 'GEM' });
    await fixture.s2s().delete(`${ITEMS}/${id}`).expect(204);
    await fixture.s2s().get(`${ITEMS}/${id}`).expect(404);
    await addItem(fixture, { sku: 'GEM' });
  });

  it('is refused while another item holds it or falls back on it [catalogue.delete-item]', async () => {
    const fixture = createFixture();
    const gem = await addItem(fixture, { sku: 'GEM' });
    const chest = await addItem(fixture, { sku: 'CHEST', type: 'bundle', nested_items: [{ id: gem }] });
    await fixture.s2s().delete(`${ITEMS}/${gem}`).expect(409);
    await fixture
      .s2s()
      .put(`${ITEMS}/${chest}`)
      .send({ nested_items: [], fallback_item_id: gem })
      .expect(200);
    await fixture.s2s().delete(`${ITEMS}/${gem}`).expect(409);
    await fixture
      .s2s()
      .delete(ITEMS)
      .send([{ id: gem }, { id: chest }])
      .expect(204);
    expect(await skus(fixture)).toEqual(['CRS-82500']);
  });
});
