import { describe, expect, it } from 'vitest';
import { addItem, addTemplate } from '../support/catalogue.ts';
import { order, post, VISA, webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';

interface GrantedItem {
  readonly sku: string;
  readonly nested_items: readonly { readonly sku: string }[] | null;
  readonly fallback_item: { readonly sku: string } | null;
}

/** The items of the `item.add` that paying for these SKUs sends. */
async function granted(fixture: Fixture, ...skus: string[]): Promise<readonly GrantedItem[]> {
  webhook(fixture);
  const id = await order(fixture, { items: skus.map((sku) => ({ sku })) });
  await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
  const body = fixture.events().find(({ type }) => type === 'item.add')?.body ?? '{}';
  return (JSON.parse(body) as { event_data: { items: GrantedItem[] } }).event_data.items;
}

async function archive(fixture: Fixture, id: string): Promise<void> {
  await fixture.s2s().put(`/s2s/v1/items/${id}`).send({ archived_at: 1 }).expect(200);
}

describe('an item', () => {
  it('has discounts, bonuses and points that change no order [catalogue.stored-only]', async () => {
    const fixture = createFixture();
    const fields = { discount_percent: 50, bonus_percent: 100, reward_points_price: 5 };
    await addItem(fixture, { sku: 'ONE', price: 100, ...fields });
    const id = await order(fixture, { items: [{ sku: 'ONE' }] });
    const { body } = await fixture.s2s().get(`/s2s/v1/orders/${id}`).expect(200);
    expect(body).toMatchObject({ amount: 100, amount_before_discount: 100 });
    expect((body as { items: unknown[] }).items).toHaveLength(1);
  });

  it('may name a rarity and a template that do not exist [catalogue.references]', async () => {
    await addItem(createFixture(), { rarity_id: 'rarity', item_template_id: 'template' });
  });

  it('is listed without a state, archived or not [catalogue.lists]', async () => {
    const fixture = createFixture();
    await archive(fixture, await addItem(fixture, { sku: 'OLD' }));
    const { body } = await fixture.s2s().get('/s2s/v1/items').expect(200);
    expect((body as { sku: string }[]).map(({ sku }) => sku)).toEqual(['CRS-82500', 'OLD']);
  });

  it('loses its picture to an empty text [catalogue.empty-text]', async () => {
    const fixture = createFixture();
    const id = await addItem(fixture, { image_url: 'https://cdn.example/gem.png' });
    const { body } = await fixture.s2s().put(`/s2s/v1/items/${id}`).send({ image_url: '' }).expect(200);
    expect(body).not.toHaveProperty('image_url');
  });
});

describe('a bundle', () => {
  it('is granted with its archived parts [bundles.archived-items]', async () => {
    const fixture = createFixture();
    const gem = await addItem(fixture, { sku: 'GEM' });
    await addItem(fixture, { sku: 'CHEST', type: 'bundle', price: 100, nested_items: [{ sku: 'GEM' }] });
    await archive(fixture, gem);
    expect(await granted(fixture, 'CHEST')).toMatchObject([{ sku: 'CHEST', nested_items: [{ sku: 'GEM' }] }]);
  });
});

describe('a fallback item', () => {
  it('of the system is left out of webhooks [bundles.system-items]', async () => {
    const fixture = createFixture();
    const system = await addItem(fixture, { sku: 'SYS', is_system: true });
    await addItem(fixture, { sku: 'SKIN', price: 100, fallback_item_id: system });
    expect(await granted(fixture, 'SKIN')).toMatchObject([{ sku: 'SKIN', fallback_item: null }]);
  });

  it('has its own quantity and no fallback item itself [bundles.fallback-item]', async () => {
    const fixture = createFixture();
    const last = await addItem(fixture, { sku: 'LAST' });
    const gem = await addItem(fixture, { sku: 'GEM', quantity: 10, fallback_item_id: last });
    await addItem(fixture, { sku: 'SKIN', price: 100, fallback_item_id: gem });
    expect(await granted(fixture, 'SKIN')).toMatchObject([
      { sku: 'SKIN', fallback_item: { sku: 'GEM', quantity: 10, fallback_item: null } },
    ]);
  });
});

describe('a list of price templates', () => {
  it('starts after one cursor rather than ending before another [prices.cursors]', async () => {
    const fixture = createFixture();
    const ids = [];
    for (const name of ['one', 'two', 'three']) ids.push(await addTemplate(fixture, { name }));
    const query = `starting_after=${String(ids[0])}&ending_before=${String(ids[1])}`;
    const { body } = await fixture.s2s().get(`/s2s/v1/price_templates?${query}`).expect(200);
    expect((body as { data: { name: string }[] }).data.map(({ name }) => name)).toEqual(['two', 'three']);
  });
});
