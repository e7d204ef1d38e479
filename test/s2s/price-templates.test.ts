import { describe, expect, it } from 'vitest';
import { addItem, addTemplate, TEMPLATE } from '../support/catalogue.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const TEMPLATES = '/s2s/v1/price_templates';

interface Page {
  readonly data: readonly { readonly name: string; readonly id: string }[];
  readonly has_more: boolean;
  readonly next_cursor?: string;
}

async function page(fixture: Fixture, query: string): Promise<Page> {
  const { body } = await fixture.s2s().get(`${TEMPLATES}?${query}`).expect(200);
  return body as Page;
}

function names({ data }: Page): string[] {
  return data.map(({ name }) => name);
}

describe('price templates', () => {
  it("give every country's price, with the game's own in place of the converted ones [prices.countries]", async () => {
    const fixture = createFixture();
    const customs = [
      { country: 'BR', currency: 'BRL', platform: 'any', price: 1990 },
      { country: 'JP', currency: 'JPY', platform: 'ios', price: 160 },
    ];
    const { body } = await fixture
      .s2s()
      .post(TEMPLATES)
      .send({ ...TEMPLATE, key: 'k', customs })
      .expect(201);
    const { prices, ...rest } = body as { prices: { country: string }[] } & Record<string, unknown>;
    const now = Math.floor(fixture.clock.now() / 1000);
    expect(rest).toEqual({
      id: expect.stringMatching(/^ptpl_\w{11}$/) as string,
      key: 'k',
      ...{ name: 'Tier 1', price: 100, category: 'none', items_count: 0, created_at: now, modified_at: now },
    });
    expect(prices).toHaveLength(105);
    expect(prices.filter(({ country }) => ['US', 'BR', 'JP'].includes(country))).toEqual([
      { country: 'US', currency: 'USD', platform: 'any', price: 100, is_custom: false },
      { country: 'JP', currency: 'JPY', platform: 'any', price: 155, is_custom: false },
      { country: 'JP', currency: 'JPY', platform: 'ios', price: 160, is_custom: true },
      { country: 'BR', currency: 'BRL', platform: 'any', price: 1990, is_custom: true },
    ]);
    const { body: again } = await fixture.s2s().get(`${TEMPLATES}/${String(rest['id'])}`);
    expect(again).toEqual(body);
  });

  it('have keys of their own [prices.template-keys]', async () => {
    const fixture = createFixture();
    await addTemplate(fixture, { key: 'a' });
    const b = await addTemplate(fixture, { key: 'b' });
    await fixture
      .s2s()
      .post(TEMPLATES)
      .send({ ...TEMPLATE, key: 'a' })
      .expect(409);
    await fixture.s2s().put(`${TEMPLATES}/${b}`).send({ key: 'a' }).expect(409);
    await fixture.s2s().put(`${TEMPLATES}/${b}`).send({ key: 'b', name: 'B' }).expect(200);
    await fixture
      .s2s(LIVE_KEY)
      .post(TEMPLATES)
      .send({ ...TEMPLATE, key: 'a' })
      .expect(201);
    await fixture.s2s(LIVE_KEY).get(`${TEMPLATES}/${b}`).expect(404);
  });

  it('are listed page by page, forwards and backwards [prices.cursors]', async () => {
    const fixture = createFixture();
    for (const name of ['one', 'two', 'three', 'four']) await addTemplate(fixture, { name });
    const first = await page(fixture, 'limit=3');
    expect([names(first), first.has_more]).toEqual([['one', 'two', 'three'], true]);
    const second = await page(fixture, `limit=3&starting_after=${first.next_cursor ?? ''}`);
    expect(second).toMatchObject({ data: [{ name: 'four' }], has_more: false });
    expect(second).not.toHaveProperty('next_cursor');
    const back = await page(fixture, `limit=2&ending_before=${second.data[0]?.id ?? ''}`);
    expect([names(back), back.has_more, back.next_cursor]).toEqual([
      ['two', 'three'],
      true,
      back.data[0]?.id,
    ]);
    expect(names(await page(fixture, `ending_before=${back.next_cursor ?? ''}`))).toEqual(['one']);
    expect(names(await page(fixture, 'q=O'))).toEqual(['one', 'two', 'four']);
    expect(await page(fixture, 'starting_after=ptpl_none')).toEqual({ data: [], has_more: false });
  });

  it.each([
    [{ name: undefined }, 'name', 'missing'],
    [{ price: 0.5 }, 'price', 'int_from_float'],
    [{ category: 'any' }, 'category', 'enum'],
    [
      { customs: [{ country: 'XX', currency: 'USD', platform: 'any', price: 1 }] },
      'customs.0.country',
      'enum',
    ],
    [
      { customs: [{ country: 'US', currency: 'USD', platform: 'any', price: 1e12 + 1 }] },
      'customs.0.price',
      'less_than_equal',
    ],
    [{ customs: undefined }, 'customs', 'missing'],
  ])('refuse %j at %s with %s', async (wrong, loc, type) => {
    const { body } = await createFixture()
      .s2s()
      .post(TEMPLATES)
      .send({ ...TEMPLATE, ...wrong })
      .expect(422);
    const [fault] = (body as { detail: { loc: unknown[]; type: string }[] }).detail;
    expect([fault?.loc.join('.'), fault?.type]).toEqual([`body.${loc}`, type]);
  });

  it('price the items that have them, and leave them their price when they are deleted [prices.templates] [prices.template-keys]', async () => {
    const fixture = createFixture();
    const template = await addTemplate(fixture, { price: 250 });
    const item = await addItem(fixture, { price: 1, price_template_id: template, currency: 'JPY' });
    const read = async () => (await fixture.s2s().get(`/s2s/v1/items/${item}`)).body as object;
    expect(await read()).toMatchObject({ price: 388, price_template_id: template });
    const { body } = await fixture.s2s().put(`${TEMPLATES}/${template}`).send({ price: 500 });
    expect(body).toMatchObject({ price: 500, items_count: 1 });
    expect(await read()).toMatchObject({ price: 775 });
    await fixture.s2s().delete(`${TEMPLATES}/${template}`).expect(204);
    expect(await read()).toMatchObject({ price: 775 });
    expect(await read()).not.toHaveProperty('price_template_id');
    await fixture.s2s().delete(`${TEMPLATES}/${template}`).expect(404);
  });
});

describe('an empty text', () => {
  it('takes the links of an item away, which null cannot [catalogue.empty-text]', async () => {
    const fixture = createFixture();
    const template = await addTemplate(fixture, {});
    const gem = await addItem(fixture, { sku: 'GEM' });
    const links = { price_template_id: template, fallback_item_id: gem, rarity_id: 'r' };
    const item = await addItem(fixture, { sku: 'SKIN', price: 7, ...links });
    const none = { price_template_id: '', fallback_item_id: '', rarity_id: '' };
    const { body } = await fixture.s2s().put(`/s2s/v1/items/${item}`).send(none).expect(200);
    for (const link of Object.keys(links)) expect(body).not.toHaveProperty(link);
    expect(body).toMatchObject({ price: 7 });
  });
});

describe('GET /v1/price_points', () => {
  it('gives the templates in the currency and the format of a country [prices.unlisted-country]', async () => {
    const fixture = createFixture();
    const customs = [{ country: 'BR', currency: 'BRL', platform: 'ios', price: 1990 }];
    const id = await addTemplate(fixture, { customs });
    const points = async (query: string) =>
      (await fixture.s2s().get(`/s2s/v1/price_points?${query}`).expect(200)).body as unknown;
    const display = (text: string) => expect.stringMatching(text) as string;
    expect(await points('country=BR&platform=ios')).toEqual({
      context: { country: 'BR', base_currency: 'USD', local_currency: 'BRL' },
      price_points: [
        {
          id,
          base_price: { amount: 100, amount_decimal: 1 },
          local_price: { amount: 1990, amount_decimal: 19.9, display: display('^R\\$\\s19,90$') },
        },
      ],
    });
    expect(await points('country=BR&locale=en')).toMatchObject({
      price_points: [{ local_price: { amount: 535, display: display('^R\\$\\s?5\\.35$') } }],
    });
    expect(await points('country=ZZ')).toMatchObject({
      context: { local_currency: 'USD' },
      price_points: [{ local_price: { amount: 100 } }],
    });
  });

  it.each([
    ['', 'missing'],
    ['country=br', 'string_pattern_mismatch'],
    ['country=BR&locale=xx', 'enum'],
    ['country=BR&platform=pc', 'enum'],
  ])('refuses ?%s with %s', async (query, type) => {
    const { body } = await createFixture().s2s().get(`/s2s/v1/price_points?${query}`).expect(422);
    expect(body).toMatchObject({ detail: [{ type }] });
  });
});
