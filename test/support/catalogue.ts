import { SANDBOX_KEY, type House } from './house.ts';

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
export async function addItem(house: House, fields: object, key = SANDBOX_KEY): Promise<string> {
  const { body } = await house
    .s2s(key)
    .post('/s2s/v1/items')
    .send({ ...ITEM, ...fields })
    .expect(201);
  return (body as { id: string }).id;
}
