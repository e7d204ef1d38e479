import { describe, expect, it } from 'vitest';
import { addItem, addTemplate } from '../support/catalogue.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { CARDS, givenWebhook, orderNow, pay } from '../support/orders.ts';

/** Orders over the API and gives the order as the API reads it. */
async function order(fixture: Fixture, fields: object): Promise<Record<string, unknown>> {
  const { body: made } = await fixture
    .s2s()
    .post('/s2s/v1/orders')
    .send({ player_id: 'p', ...fields })
    .expect(201);
  const { body } = await fixture
    .s2s()
    .get(`/s2s/v1/orders/${made.order_id as string}`)
    .expect(200);
  return body as Record<string, unknown>;
}

/** The items of the `item.add` that paying the order sends. */
function granted(fixture: Fixture, id: unknown): unknown {
  const found = fixture.domain.store.tables.orders.get(String(id));
  if (!found) throw new Error(`no order ${String(id)}`);
  pay(fixture, orderNow(fixture, found), found.amount === 0 ? null : CARDS.good);
  const event = fixture.events().find(({ type }) => type === 'item.add');
  return event && (JSON.parse(event.body) as { event_data: { items: unknown } }).event_data.items;
}

/** A chest of 3 × 10 gems and two pouches of 5 coins each, besides something of the platform's own. */
async function fillChest(fixture: Fixture): Promise<{ chest: string; gem: string }> {
  const gem = await addItem(fixture, { sku: 'GEM', name: 'Gem', quantity: 10 });
  await addItem(fixture, { sku: 'COIN', name: 'Coin', quantity: 5, type: 'currency' });
  await addItem(fixture, { sku: 'SYS', is_system: true });
  const pouch = { sku: 'POUCH', name: 'Pouch', type: 'bundle', nested_items: [{ sku: 'COIN' }] };
  await addItem(fixture, pouch);
  const nested = [{ sku: 'GEM', count: 3 }, { sku: 'POUCH', count: 2 }, { sku: 'SYS' }];
  const chest = { sku: 'CHEST', name: 'Chest', type: 'bundle', price: 999, nested_items: nested };
  return { chest: await addItem(fixture, chest), gem };
}

describe('an order of a bundle', () => {
  it('tells what the bundle holds, how much of each, to the API and to the game [bundles.nested-quantity] [bundles.system-items] [webhooks.system-items]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture);
    await fillChest(fixture);
    const { id, items } = await order(fixture, { items: [{ sku: 'CHEST' }] });
    const coin = { sku: 'COIN', quantity: 5 };
    expect(items).toMatchObject([
      {
        sku: 'CHEST',
        source: 'order',
        nested_items: [
          { sku: 'GEM', quantity: 30, source: 'bundle' },
          { sku: 'POUCH', quantity: 2, nested_items: [{ ...coin, source: 'bundle' }] },
          { sku: 'SYS', quantity: 1 },
        ],
      },
    ]);
    expect(granted(fixture, id)).toMatchObject([
      {
        sku: 'CHEST',
        type: 'bundle',
        price: 999,
        fallback_item: null,
        nested_items: [
          { sku: 'GEM', type: 'item', quantity: 30, nested_items: null },
          { sku: 'POUCH', type: 'bundle', nested_items: [{ ...coin, type: 'item', nested_items: null }] },
        ],
      },
    ]);
  });

  it('is not changed by what happens to the catalogue afterwards', async () => {
    const fixture = createFixture();
    const { chest, gem } = await fillChest(fixture);
    const { id } = await order(fixture, { items: [{ sku: 'CHEST' }] });
    const before = fixture.domain.store.tables.orders.get(String(id));
    await fixture
      .s2s()
      .put(`/s2s/v1/items/${chest}`)
      .send({ nested_items: [], price: 1, name: 'Box' })
      .expect(200);
    await fixture.s2s().delete(`/s2s/v1/items/${gem}`).expect(204);
    expect(before?.items[0]?.nestedItems).toHaveLength(3);
    expect(fixture.domain.store.tables.orders.get(String(id))).toEqual(before);
  });

  it('counts a part as one when its count says less [bundles.nested-count]', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'GEM', quantity: 10 });
    const nested = [{ sku: 'GEM', count: 0 }, { sku: 'GEM', count: -3 }, { sku: 'GEM' }];
    await addItem(fixture, { sku: 'CHEST', type: 'bundle', price: 1, nested_items: nested });
    const { items } = await order(fixture, { items: [{ sku: 'CHEST' }] });
    expect(items).toMatchObject([{ nested_items: [{ quantity: 10 }, { quantity: 10 }, { quantity: 10 }] }]);
  });
});

describe('an order of other items of the catalogue', () => {
  it('brings the fallback item along, which nobody pays for [bundles.fallback-item]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture);
    const gem = await addItem(fixture, { sku: 'GEM', name: 'Gem', quantity: 10, price: 50 });
    const skin = { sku: 'SKIN', price: 500, fallback_item_id: gem, fallback_item_quantity: 250 };
    await addItem(fixture, skin);
    const { id } = await order(fixture, { items: [{ sku: 'SKIN' }] });
    expect(granted(fixture, id)).toMatchObject([
      {
        sku: 'SKIN',
        price: 500,
        fallback_item: {
          ...{ id: gem, name: 'Gem', description: null, sku: 'GEM', quantity: 250, type: 'item' },
          ...{ price: null, price_decimal: null, currency: null, nested_items: null, fallback_item: null },
        },
      },
    ]);
  });

  it('sends no item.add for items of the platform only [granting.system-items] [webhooks.system-items]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture);
    await addItem(fixture, { sku: 'SYS', is_system: true, price: 100 });
    const { id } = await order(fixture, { items: [{ sku: 'SYS' }] });
    expect(granted(fixture, id)).toBeUndefined();
    expect(fixture.domain.store.tables.orders.get(String(id))?.granting).toBe('granted');
  });

  it('is refused for an archived item, whatever its price [bundles.archived-items]', async () => {
    const fixture = createFixture();
    const old = await addItem(fixture, { sku: 'OLD', price: 100 });
    await fixture.s2s().put(`/s2s/v1/items/${old}`).send({ archived_at: 1 }).expect(200);
    const wanted = { player_id: 'p', items: [{ sku: 'OLD' }], price_decimal: 1, currency: 'USD' };
    const { body } = await fixture.s2s().post('/s2s/v1/orders').send(wanted).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'items', 0, 'sku'] }] });
  });

  it('takes a price below zero for none', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'ODD', price: -100 });
    expect(await order(fixture, { items: [{ sku: 'ODD' }] })).toMatchObject({ amount: 0 });
  });
});

describe('the price of an order by price templates', () => {
  const customs = [
    { country: 'BR', currency: 'BRL', platform: 'any', price: 1990 },
    { country: 'BR', currency: 'BRL', platform: 'ios', price: 2490 },
  ];

  it.each([
    ['the default country', {}, 100, 'USD'],
    ["the order's country", { country: 'JP' }, 155, 'JPY'],
    ["the game's own price", { country: 'BR' }, 1990, 'BRL'],
    ["the platform's price", { country: 'BR', platform: 'ios' }, 2490, 'BRL'],
    ['another platform', { country: 'BR', platform: 'android' }, 1990, 'BRL'],
    ['the currency asked for', { country: 'BR', currency: 'USD' }, 372, 'USD'],
    ['the base price', { country: 'BR', currency: 'EUR', currency_preferred: true }, 86, 'EUR'],
    ['the price of the order itself', { country: 'BR', price_decimal: 5, currency: 'EUR' }, 500, 'EUR'],
  ])(
    'follows %s [orders.price-decimal] [prices.templates] [prices.countries] [prices.default-country]',
    async (_what, fields, amount, currency) => {
      const fixture = createFixture();
      const template = await addTemplate(fixture, { customs });
      await addItem(fixture, { sku: 'TIER', price: 7, price_template_id: template });
      const byItem = { items: [{ sku: 'TIER' }], ...fields };
      expect(await order(fixture, byItem)).toMatchObject({ amount, currency });
      const byOrder = { items: [{ sku: 'NEW', name: 'New' }], price_template_id: template, ...fields };
      expect(await order(fixture, byOrder)).toMatchObject({ amount, currency, items: [{ price: amount }] });
    },
  );

  it('refuses a template that the game does not have', async () => {
    const fixture = createFixture();
    const wanted = { player_id: 'p', items: [{ sku: 'CRS-82500' }], price_template_id: 'ptpl_none' };
    const { body } = await fixture.s2s().post('/s2s/v1/orders').send(wanted).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'price_template_id'] }] });
    expect(fixture.eventTypes()).toEqual([]);
  });
});
