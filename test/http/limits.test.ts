import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture, SANDBOX_KEY } from '../support/fixture.ts';

const fixture = createFixture();
const { listener } = fixture;
const ITEM = { sku: 'CRS-82500' };

function order(more: object) {
  return fixture
    .s2s()
    .post('/s2s/v1/orders')
    .send({ player_id: 'p', items: [ITEM], ...more });
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const HOSTILE: readonly (readonly [string, object])[] = [
  ['300,000 empty items', { items: many(300_000, () => ({})) }],
  ['9,999 empty items', { items: many(9999, () => ({})) }],
  ['a field name of 100,000 letters', { metadata: { ['x'.repeat(100_000)]: 1 } }],
  [
    '100,000 metadata entries that are no texts',
    { metadata: Object.fromEntries(many(60_000, (n) => [`k${n}`, n])) },
  ],
  [
    '1,001 attributes',
    { player_info: { attributes: Object.fromEntries(many(1001, (n) => [`${'n'.repeat(250)}${n}`, {}])) } },
  ],
  ['a digit string of 120,000 characters as price', { price_decimal: '1'.repeat(120_000) }],
  ['a digit string of 60,000 characters as price', { price_decimal: `${'1'.repeat(60_000)}x` }],
  ['a digit string of 60,000 characters as discount', { discount_percent: `${'1'.repeat(60_000)}x` }],
  ['an unknown SKU of 60,000 letters', { items: [{ sku: 's'.repeat(60_000) }] }],
  ['9,999 unknown SKUs', { items: many(9999, (n) => ({ sku: `sku-${n}` })) }],
];

describe('a request body of at most 1 MiB', () => {
  it.each(HOSTILE)('is refused with a short answer: %s [requests.size-limits]', async (_, more) => {
    const { status, text, body } = await order(more);
    expect(status).toBe(422);
    expect(text.length).toBeLessThan(110_000);
    expect(body.detail.length).toBeLessThanOrEqual(101);
  });

  it('names the number of mistakes that are not listed', async () => {
    const { body } = await order({ items: many(500, () => ({})) });
    expect(body.detail).toHaveLength(101);
    expect((body.detail as unknown[]).at(-1)).toEqual({
      loc: ['body'],
      msg: 'and 400 more',
      type: 'more_errors',
    });
  });

  it('shortens the steps and the message of a mistake', async () => {
    const { body } = await order({ items: [{ sku: 's'.repeat(60_000) }] });
    expect(String(body.detail[0].msg).length).toBeLessThanOrEqual(500);
  });
});

describe('a field with the name of an inherited property', () => {
  const NAMES = ['toString', 'constructor', 'hasOwnProperty', 'valueOf', '__proto__'];

  it.each(NAMES)('is an unknown field like others, and is shown in the request log: %s', async (name) => {
    const { listener: emulator } = createFixture();
    const body = `{"player_id":"p","items":[{"sku":"CRS-82500","${name}":{}}],"${name}":{"a":1},"metadata":{"${name}":"x"}}`;
    await request(emulator)
      .post('/s2s/v1/orders')
      .set({ Authorization: `Bearer ${SANDBOX_KEY}`, 'Content-Type': 'application/json' })
      .send(body)
      .expect(201);
    const { body: log } = await request(emulator).get('/_emulator/requests').expect(200);
    expect(log.total).toBe(1);
  });
});

describe('a time in a request', () => {
  it.each([8_640_000_000_001, -1, 1e300, 1.5])(
    'must be that of a date: %s [requests.times]',
    async (moment) => {
      await order({ expires_at: moment }).expect(422);
    },
  );

  it('may be the last second of the last date, and the pages show it', async () => {
    const { body } = await order({ expires_at: 8_640_000_000_000 }).expect(201);
    await request(listener)
      .get(`/order/${String(body.order_id)}`)
      .expect(200);
    await request(listener)
      .get(`/dashboard/orders/${String(body.order_id)}`)
      .redirects(1)
      .expect(200);
  });
});
