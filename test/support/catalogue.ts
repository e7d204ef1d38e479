import { SANDBOX_KEY, type Fixture } from './fixture.ts';

/** The least that an item needs. */
export const ITEM = {
  sku: 'SWORD',
  name: 'Sword',
  type: 'item',
  currency: 'USD',
  is_stackable: true,
  is_currency: false,
};

/** Creates an item over the S2S API and gives its id. */
export async function addItem(fixture: Fixture, fields: object, key = SANDBOX_KEY): Promise<string> {
  const { body } = await fixture
    .s2s(key)
    .post('/s2s/v1/items')
    .send({ ...ITEM, ...fields })
    .expect(201);
  return (body as { id: string }).id;
}

/** The least that a price template needs: one dollar. */
export const TEMPLATE = { name: 'Tier 1', price: 100, category: 'none', customs: [] };

/** Creates a price template over the S2S API and gives its id. */
export async function addTemplate(fixture: Fixture, fields: object): Promise<string> {
  const { body } = await fixture
    .s2s()
    .post('/s2s/v1/price_templates')
    .send({ ...TEMPLATE, ...fields })
    .expect(201);
  return (body as { id: string }).id;
}
