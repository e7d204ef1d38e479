import { describe, expect, it } from 'vitest';
import { addItem } from '../support/catalogue.ts';
import { order, post, VISA } from '../support/control.ts';
import { makeCoupon } from '../support/coupons.ts';
import { createFixture } from '../support/fixture.ts';
import { ROOT, getPage } from './forms.ts';

function sumsIn(text: string): string {
  const [, sums = ''] = /data-testid="sums">(.*?)<\/tfoot>/s.exec(text) ?? [];
  return sums
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe("an order's page", () => {
  it('shows discount, coupon and total as lines', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'SWORD', price: 1000 });
    makeCoupon(fixture, { code: 'SUMMER', discountPercent: 10 });
    const id = await order(fixture, {
      items: [{ sku: 'SWORD' }],
      discount_percent: 20,
      coupon_code: 'SUMMER',
    });
    const { text } = await getPage(fixture, `${ROOT}/orders/${id}`).expect(200);
    const sums = sumsIn(text);
    for (const part of ['Sum', 'Discount 20 %', 'Coupon SUMMER', 'Total', '7.20'])
      expect(sums).toContain(part);
  });

  it('shows the total, the fees and what is left for the game', async () => {
    const fixture = createFixture();
    const id = await order(fixture, { items: [{ sku: 'a', name: 'A' }], price_decimal: 10, currency: 'USD' });
    expect(sumsIn((await getPage(fixture, `${ROOT}/orders/${id}`)).text)).toBe('Total $10.00');
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    expect(sumsIn((await getPage(fixture, `${ROOT}/orders/${id}`)).text)).toBe(
      'Total $10.00 Payment fee 2.9 % -$0.29 Aghanim fee 5 % -$0.50 Revenue of the game $9.21',
    );
  });

  it('shows what a bundle contains', async () => {
    const fixture = createFixture();
    const partId = await addItem(fixture, { sku: 'GEM', name: 'Gem', price: 100, quantity: 5 });
    const nested = [{ id: partId, count: 2 }];
    await addItem(fixture, { sku: 'PACK', type: 'bundle', price: 500, nested_items: nested });
    const id = await order(fixture, { items: [{ sku: 'PACK' }] });
    expect((await getPage(fixture, `${ROOT}/orders/${id}`)).text).toContain('Contains 10 × Gem');
  });
});

describe('two attempts to pay one order', () => {
  it('have receipt numbers of their own [payments.receipt-numbers]', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    await post(fixture, `/orders/${id}/pay`, { card: '4211127262112418' }).expect(200);
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    const { body } = await fixture.s2s().get('/s2s/v1/payments').expect(200);
    const numbers = (body as { receipt_number: string }[]).map((payment) => payment.receipt_number);
    const { body: read } = await fixture.s2s().get(`/s2s/v1/orders/${id}`).expect(200);
    expect(new Set(numbers).size).toBe(2);
    expect(numbers[1]).toBe((read as { receipt_number: string }).receipt_number);
  });
});
