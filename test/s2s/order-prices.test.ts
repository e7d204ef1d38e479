import { describe, expect, it } from 'vitest';
import { order } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';

async function itemPrices(fixture: Fixture, body: object) {
  const id = await order(fixture, body);
  const { body: read } = await fixture.s2s().get(`/s2s/v1/orders/${id}`).expect(200);
  const { amount, currency, items } = read as {
    amount: number;
    currency: string;
    items: { price: number }[];
  };
  return { amount, currency, prices: items.map(({ price }) => price) };
}

async function faults(fixture: Fixture, items: object[]) {
  const { body } = await fixture.s2s().post('/s2s/v1/orders').send({ player_id: 'p1', items }).expect(422);
  return (body as { detail: { loc: unknown[]; msg: string }[] }).detail;
}

describe('the price of an item in an order', () => {
  it('replaces the catalogue price of a known SKU [orders.item-price]', async () => {
    const items = [{ id: 'mine', name: 'Crystals', sku: 'CRS-82500', price: 1999, currency: 'USD' }];
    const priced = await itemPrices(createFixture(), { items });
    expect(priced).toEqual({ amount: 1999, currency: 'USD', prices: [1999] });
  });

  it('creates an unknown SKU, whose price in the catalogue it becomes [orders.item-price]', async () => {
    const fixture = createFixture();
    const items = [{ name: 'Gem', sku: 'GEM', price: 250, currency: 'EUR' }];
    expect(await itemPrices(fixture, { items })).toEqual({ amount: 250, currency: 'EUR', prices: [250] });
    const later = await itemPrices(fixture, { items: [{ sku: 'GEM' }] });
    expect(later).toEqual({ amount: 250, currency: 'EUR', prices: [250] });
  });

  it('adds up over the items, beside catalogue prices', async () => {
    const gem = { name: 'Gem', sku: 'GEM', price: 250, currency: 'USD' };
    const { amount, prices } = await itemPrices(createFixture(), { items: [gem, { sku: 'CRS-82500' }] });
    expect(prices[0]).toBe(250);
    expect(amount).toBe(250 + (prices[1] ?? 0));
  });

  it('gives way to the price of the order [orders.item-price-or-order-price]', async () => {
    const items = [
      { name: 'Gem', sku: 'GEM', price: 100, currency: 'USD' },
      { name: 'Ore', sku: 'ORE', price: 300, currency: 'USD' },
    ];
    const priced = await itemPrices(createFixture(), { items, price_decimal: 2, currency: 'USD' });
    expect(priced).toEqual({ amount: 200, currency: 'USD', prices: [50, 150] });
  });

  it('is in the currency of the order unless it names one [orders.item-price-or-order-price]', async () => {
    const items = [{ name: 'Gem', sku: 'GEM', price: 250 }];
    const priced = await itemPrices(createFixture(), { items, currency: 'EUR' });
    expect(priced).toEqual({ amount: 250, currency: 'EUR', prices: [250] });
  });

  it('needs a name for an unknown SKU, and is a whole number that is not negative', async () => {
    const fixture = createFixture();
    const [unnamed] = await faults(fixture, [{ sku: 'GEM', price: 250, currency: 'USD' }]);
    expect(unnamed).toMatchObject({ loc: ['body', 'items', 0, 'sku'] });
    expect(unnamed?.msg).toContain('name');
    for (const price of [-1, 1.5, '2', 1e13]) {
      const [fault] = await faults(fixture, [{ sku: 'CRS-82500', price }]);
      expect(fault?.loc).toEqual(['body', 'items', 0, 'price']);
    }
  });
});
