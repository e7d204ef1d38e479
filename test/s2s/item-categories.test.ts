import { describe, expect, it } from 'vitest';
import { addItem } from '../support/catalogue.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const CATEGORIES = '/s2s/v1/item_categories';

async function addCategory(fixture: Fixture, fields: object = {}): Promise<string> {
  const sent = { name: 'Swords', position: 1, ...fields };
  const { body } = await fixture.s2s().post(CATEGORIES).send(sent).expect(201);
  return (body as { id: string }).id;
}

describe('item categories', () => {
  it('are given back as they were sent', async () => {
    const fixture = createFixture();
    const sent = {
      name: 'Swords',
      position: -1,
      slug: 'swords',
      divider_type: 'mask',
      render_options: { delay: 3, display_type: 'alone' },
      pinned_expression: { tokens: [{ type: 'number', value: 4 }], variables: [{ name: 'v' }] },
    };
    const { body } = await fixture.s2s().post(CATEGORIES).send(sent).expect(201);
    expect(body).toEqual({ ...sent, id: expect.any(String) as string });
    const { body: again } = await fixture.s2s().get(`${CATEGORIES}/${body.id as string}`);
    expect(again).toEqual(body);
    await fixture
      .s2s(LIVE_KEY)
      .get(`${CATEGORIES}/${body.id as string}`)
      .expect(404);
  });

  it('are listed by position, page by page [catalogue.lists]', async () => {
    const fixture = createFixture();
    for (const position of [3, 1, 2]) await addCategory(fixture, { position });
    const { body } = await fixture.s2s().get(`${CATEGORIES}?limit=2&offset=1`).expect(200);
    expect((body as { position: number }[]).map(({ position }) => position)).toEqual([2, 3]);
  });

  it.each([
    [{ position: 1 }, 'name', 'missing'],
    [{ name: 'x', position: 0.5 }, 'position', 'int_from_float'],
    [{ name: 'x', position: 1, image_url: '' }, 'image_url', 'url_parsing'],
    [{ name: 'x', position: 1, background_size: 'tiny' }, 'background_size', 'enum'],
    [
      { name: 'x', position: 1, pinned_expression: { tokens: [{ type: 'x' }] } },
      'pinned_expression.tokens.0.type',
      'enum',
    ],
    [{ name: 'x', position: 1, parent_id: 'icat_none' }, 'parent_id', 'value_error'],
  ])('refuse %j at %s with %s', async (wrong, loc, type) => {
    const { body } = await createFixture().s2s().post(CATEGORIES).send(wrong).expect(422);
    const [fault] = (body as { detail: { loc: unknown[]; type: string }[] }).detail;
    expect([fault?.loc.join('.'), fault?.type]).toEqual([`body.${loc}`, type]);
  });

  it('change one by one and together [catalogue.nested-items] [catalogue.updates]', async () => {
    const fixture = createFixture();
    const [a, b] = [await addCategory(fixture), await addCategory(fixture, { slug: 'kept' })];
    const { body } = await fixture.s2s().put(`${CATEGORIES}/${a}`).send({ name: 'Axes', parent_id: b });
    expect(body).toEqual({ id: a, name: 'Axes', position: 1, parent_id: b });
    const { body: both } = await fixture
      .s2s()
      .patch(CATEGORIES)
      .send([
        { id: b, position: 7 },
        { id: a, position: 8 },
      ])
      .expect(200);
    expect(both).toMatchObject([
      { id: b, position: 7, slug: 'kept' },
      { id: a, position: 8, name: 'Axes' },
    ]);
    const { body: refused } = await fixture
      .s2s()
      .patch(CATEGORIES)
      .send([
        { id: a, position: 9 },
        { id: b, parent_id: a },
      ])
      .expect(422);
    expect(refused).toMatchObject({ detail: [{ loc: ['body', 1, 'parent_id'] }] });
    expect(fixture.domain.store.tables.itemCategories.get(a)?.position).toBe(8);
  });

  it('leave items and inner categories behind when they are deleted [catalogue.delete-category]', async () => {
    const fixture = createFixture();
    const outer = await addCategory(fixture);
    const inner = await addCategory(fixture, { parent_id: outer });
    const item = await addItem(fixture, { categories: [outer, inner] });
    await fixture.s2s().delete(`${CATEGORIES}/${outer}`).expect(204);
    const { tables } = fixture.domain.store;
    expect(tables.itemCategories.get(inner)?.parentId).toBeNull();
    expect(tables.items.get(item)?.categories).toEqual([inner]);
    await fixture
      .s2s()
      .delete(CATEGORIES)
      .send([{ id: inner }, { id: outer }])
      .expect(404);
    await fixture
      .s2s()
      .delete(CATEGORIES)
      .send([{ id: inner }])
      .expect(204);
    expect(tables.itemCategories.size).toBe(0);
  });
});
