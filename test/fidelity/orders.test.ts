import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applySeed } from '../../src/domain/catalogue/seed.ts';
import { addItem } from '../support/catalogue.ts';
import { order, paidOrder, post, VISA } from '../support/control.ts';
import { createFixture, type Fixture, type FixtureOptions } from '../support/fixture.ts';

async function read(fixture: Fixture, id: string): Promise<Record<string, unknown>> {
  const { body } = await fixture.s2s().get(`/s2s/v1/orders/${id}`).expect(200);
  return body as Record<string, unknown>;
}

async function paymentsOf(fixture: Fixture): Promise<Record<string, unknown>[]> {
  const { body } = await fixture.s2s().get('/s2s/v1/payments').expect(200);
  return body as Record<string, unknown>[];
}

describe('an order', () => {
  it('can be paid until the expires_at of its request [orders.expiry-24h]', async () => {
    const fixture = createFixture();
    const now = Math.floor(fixture.clock.now() / 1000);
    const id = await order(fixture, { expires_at: now + 3 * 86_400 });
    expect(await read(fixture, id)).toMatchObject({ expires_at: now + 3 * 86_400 });
    fixture.clock.advance(2 * 86_400_000);
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
  });

  it('cannot be expired once it is paid [orders.expire-open-only] [orders.expire-conflict]', async () => {
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    await fixture.s2s().patch(`/s2s/v1/orders/${id}/expire`).expect(409);
  });

  it('without a country is paid from the default country [orders.country]', async () => {
    const fixture = createFixture({ rules: { defaultCountry: 'JP' } });
    await paidOrder(fixture);
    expect(await paymentsOf(fixture)).toMatchObject([{ country: 'JP' }]);
  });

  it('is refunded in full [orders.full-refund]', async () => {
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    await fixture.s2s().post(`/s2s/v1/orders/${id}/refund`).send({ reason: 'asked' }).expect(200);
    const body = fixture.events().find(({ type }) => type === 'payment.refunded')?.body ?? '{}';
    expect(JSON.parse(body)).toMatchObject({ event_data: { status: 'refunded', total: 2999 } });
  });

  it('needs the SKUs of the guides and finds them in the seed [orders.seed]', async () => {
    const fixture = createFixture();
    const seed = readFileSync(new URL('../../data/seed.json', import.meta.url), 'utf8');
    applySeed(fixture.domain, fixture.game, JSON.parse(seed) as Parameters<typeof applySeed>[2]);
    for (const sku of ['CRS-82500', 'crystals']) await order(fixture, { items: [{ sku }] });
  });
});

describe('the amount of an order', () => {
  it('is the price that the catalogue gives [money.no-price-points]', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'ODD', price: 1237 });
    expect(await read(fixture, await order(fixture, { items: [{ sku: 'ODD' }] }))).toMatchObject({
      amount: 1237,
    });
  });

  it.each([
    [29.99, 50, 1500, 2999],
    [0.25, 50, 13, 25],
  ])('of %d less %d %% is %d of %d [money.discount-percent]', async (price, percent, amount, before) => {
    const fixture = createFixture();
    const more = { price_decimal: price, currency: 'USD', discount_percent: percent };
    expect(await read(fixture, await order(fixture, more))).toMatchObject({
      amount,
      amount_before_discount: before,
    });
  });

  it('has the digits of its currency [money.rounding]', async () => {
    const fixture = createFixture();
    const id = await order(fixture, { price_decimal: 1.2345, currency: 'KWD' });
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    expect(await paymentsOf(fixture)).toMatchObject([{ total: 1235, currency_minor_unit: 3 }]);
  });

  it('is shared by its items [orders.price-shares]', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'A', price: 100 });
    await addItem(fixture, { sku: 'B', price: 300 });
    const price = { price_decimal: 10, currency: 'USD' };
    const pricesOf = async (items: object[], more: object = price) => {
      const found = await read(fixture, await order(fixture, { items, ...more }));
      return (found['items'] as { price: number }[]).map((item) => item.price);
    };
    expect(await pricesOf([{ sku: 'A' }, { sku: 'B' }])).toEqual([250, 750]);
    expect(await pricesOf([{ sku: 'A' }, { sku: 'NEW', name: 'New' }])).toEqual([500, 500]);
    expect(await pricesOf([{ sku: 'NEW' }], {})).toEqual([500]);
  });

  it.each([
    [{}, 'USD', 200],
    [{ currency: 'JPY' }, 'JPY', 310],
  ])(
    'of several currencies is converted, with %o to %s [orders.mixed-currencies]',
    async (more, currency, amount) => {
      const fixture = createFixture();
      await addItem(fixture, { sku: 'DOLLAR', price: 100 });
      await addItem(fixture, { sku: 'YEN', price: 155, currency: 'JPY' });
      const items = [{ sku: 'DOLLAR' }, { sku: 'YEN' }];
      expect(await read(fixture, await order(fixture, { items, ...more }))).toMatchObject({
        currency,
        amount,
      });
    },
  );
});

describe('fees and taxes', () => {
  const FEES: FixtureOptions = { rules: { paymentFeePercent: 10, aghanimFeePercent: 20, taxPercent: 0 } };

  it('are percentages of the amount [money.fees]', async () => {
    const fixture = createFixture(FEES);
    await order(fixture, { price_decimal: 10, currency: 'USD' });
    expect(JSON.parse(fixture.events()[0]?.body ?? '{}')).toMatchObject({
      context: {
        order: {
          revenue_usd: 700,
          fees: { payment_system_fee_usd: 100, aghanim_fee_usd: 200, taxes_usd: 0 },
        },
      },
    });
  });
});
