import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { makeCoupon } from '../support/coupons.ts';
import { addItem } from '../support/catalogue.ts';
import { order } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { getPage, textAt } from './pages.ts';

const MONTH = {
  key: 'month',
  name: 'Monthly',
  billing_cycle: { period_type: 'month', period_value: 1 },
  renewal_type: 'auto',
  price: 999,
};
const YEAR = {
  ...MONTH,
  key: 'year',
  name: 'Yearly',
  billing_cycle: { period_type: 'year', period_value: 1 },
  price: 9999,
};

async function givenOrder(fixture: Fixture, plans: readonly object[], more: object = {}): Promise<string> {
  await addItem(fixture, { sku: 'VIP', type: 'subscription', subscription_settings: { plans } });
  return order(fixture, { player_id: 'p1', items: [{ sku: 'VIP' }], ...more });
}

function choose(fixture: Fixture, id: string, key: string, item = '0') {
  return request(fixture.listener)
    .post(`/order/${id}/plan`)
    .set('Accept', 'text/html')
    .type('form')
    .send({ item, plan_key: key });
}

describe('the checkout page of a subscription', () => {
  it('tells the terms of the plan and lets the player choose another [checkout.plans]', async () => {
    const fixture = createFixture();
    const id = await givenOrder(fixture, [MONTH, YEAR, { ...MONTH, key: 'old', archived_at: 1 }]);
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(text).toContain('Your plan: <bdi>Monthly</bdi>');
    expect(textAt(text, 'item-terms')).toBe('$9.99 / month. Renews automatically until you cancel it.');
    expect(textAt(text, 'plan-choose')).toBe('Choose Yearly');
    expect(text).not.toContain('value="old"');
    await choose(fixture, id, 'year').expect(303);
    const changed = await getPage(fixture, `/order/${id}`);
    expect(textAt(changed.text, 'order-total')).toBe('$99.99');
    const { body } = await fixture.s2s().get(`/s2s/v1/orders/${id}`);
    expect(body).toMatchObject({ amount: 9999, items: [{ selected_plan_key: 'year', price: 9999 }] });
  });

  it('refuses a plan that it did not offer, and says so [checkout.plans]', async () => {
    const fixture = createFixture();
    const id = await givenOrder(fixture, [MONTH, YEAR]);
    for (const [key, item] of [
      ['none', '0'],
      ['year', '7'],
      ['year', 'x'],
    ] as const) {
      await choose(fixture, id, key, item).expect(422);
    }
    const { text } = await choose(fixture, id, '"><script>').expect(422);
    expect(textAt(text, 'error-plan')).toBe('This plan is not available. Choose another one.');
    expect(text).not.toContain('<script>"');
    const plain = await order(fixture);
    await choose(fixture, plain, 'month').expect(422);
  });

  it('keeps the discount and the coupon when the plan changes [checkout.plans]', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'HALF', type: 'discount', discountPercent: 50 });
    const id = await givenOrder(fixture, [MONTH, YEAR], { discount_percent: 10, coupon_code: 'HALF' });
    await choose(fixture, id, 'year').expect(303);
    const { body } = await fixture.s2s().get(`/s2s/v1/orders/${id}`);
    expect(body).toMatchObject({ amount: 4500, amount_before_discount: 9999 });
  });

  it('offers a trial for nothing, without a card [subscriptions.trial]', async () => {
    const fixture = createFixture();
    const id = await givenOrder(fixture, [{ ...MONTH, trial_period: 7 }]);
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(textAt(text, 'item-terms')).toBe(
      'Free for 7 days, then $9.99 / month. Renews automatically until you cancel it.',
    );
    expect(text).not.toContain('name="card"');
    await request(fixture.listener).post(`/order/${id}/pay`).type('form').send({}).expect(303);
    const [subscription] = fixture.domain.store.tables.subscriptions.by('game', fixture.game.id);
    expect(subscription?.status).toBe('trial');
  });
});

describe('the checkout page of a bundle', () => {
  it('lists what the bundle contains', async () => {
    const fixture = createFixture();
    const sword = await addItem(fixture, { sku: 'SWORD', name: 'Sword <b>', price: 100 });
    const coins = await addItem(fixture, { sku: 'COINS', name: 'Coins', price: 100, quantity: 50 });
    const nested_items = [
      { id: sword, count: 1 },
      { id: coins, count: 2 },
    ];
    await addItem(fixture, { sku: 'BOX', name: 'Box', type: 'bundle', price: 500, nested_items });
    const id = await order(fixture, { items: [{ sku: 'BOX' }] });
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(text).toContain('>Sword &lt;b&gt;</bdi>');
    expect(text).toContain('>Coins × 100</bdi>');
  });
});
