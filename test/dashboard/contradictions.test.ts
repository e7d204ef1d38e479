import { describe, expect, it } from 'vitest';
import type { EventType } from '../../src/domain/model/event.ts';
import { attempt, deliveries, FAILED, order, paidOrder, post, webhook } from '../support/control.ts';
import { makeCoupon } from '../support/coupons.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

async function textOf(fixture: Fixture, path: string): Promise<string> {
  const { text } = await getPage(fixture, path).expect(200);
  return text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
}

describe('an order that was paid before a webhook was registered', () => {
  it('is told in the same words on the checkout and on the dashboard, with the way to a webhook', async () => {
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    const words = 'No game was told: no webhook is registered for item.add.';
    for (const path of [`/order/${id}`, `${ROOT}/orders/${id}`]) {
      const text = await textOf(fixture, path);
      expect(text).toContain(words);
      expect(text).not.toContain('delivers your items');
      expect((await getPage(fixture, path)).text).toContain(`href="${ROOT}/webhooks/new"`);
    }
  });
});

describe('an order with two webhooks for item.add', () => {
  it('says what became of each, and not that nothing was confirmed', async () => {
    const fixture = createFixture({ rules: { autoRefund: false } });
    for (const _index of [1, 2]) webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    const [first, second] = deliveries(fixture).map((one) => one.id);
    attempt(fixture, String(first), { verdict: 'delivered' });
    attempt(fixture, String(second), FAILED);
    expect(await textOf(fixture, `${ROOT}/orders/${id}`)).toContain('Some webhooks granted the items');
    expect(await textOf(fixture, ROOT)).not.toContain('nothing was granted');
    await post(fixture, `/deliveries/${String(second)}/resend`).expect(200);
    attempt(fixture, String(second), { verdict: 'declined' });
    const text = await textOf(fixture, `${ROOT}/orders/${id}`);
    expect(text).toContain('One webhook declined the items, another granted them.');
    expect(text).not.toContain('got nothing');
  });
});

describe('a refunded order', () => {
  it.each<[EventType[][], string]>([
    [[['item.add'], ['item.add']], 'No webhook that granted the items was asked to take them back.'],
    [[['item.add', 'item.remove'], ['item.add']], 'Not every webhook that granted the items was asked'],
    [[['item.add', 'item.remove']], 'The game granted the items, and was asked to take them back.'],
  ])('with webhooks for %j says who was asked to take the items back', async (hooks, words) => {
    const fixture = createFixture();
    for (const events of hooks) webhook(fixture, events);
    const id = await paidOrder(fixture);
    for (const delivery of deliveries(fixture)) attempt(fixture, delivery.id, { verdict: 'delivered' });
    await submit(fixture, `/orders/${id}/refund`, { reason: 'x' }).expect(303);
    expect(await textOf(fixture, `${ROOT}/orders/${id}`)).toContain(words);
  });

  it('says that one webhook declined and the other was asked to take the items back', async () => {
    const fixture = createFixture();
    for (const _index of [1, 2]) webhook(fixture, ['item.add', 'item.remove']);
    const id = await paidOrder(fixture);
    const [first, second] = deliveries(fixture).map((one) => one.id);
    attempt(fixture, String(first), { verdict: 'delivered' });
    attempt(fixture, String(second), { verdict: 'declined' });
    const words = 'One webhook declined the items; those that granted them were asked to take them back.';
    expect(await textOf(fixture, `${ROOT}/orders/${id}`)).toContain(words);
  });
});

describe('counts and messages', () => {
  it('count orders and deliveries, not players', async () => {
    const fixture = createFixture();
    for (const _index of [1, 2]) await paidOrder(fixture);
    expect(await textOf(fixture, ROOT)).toContain('2 orders were paid, nothing was granted');
  });

  it('offer to resend only what can be sent, and say how much was', async () => {
    const fixture = createFixture();
    const hooks = [webhook(fixture, ['item.add']), webhook(fixture, ['item.add'])];
    await paidOrder(fixture);
    for (const { id } of deliveries(fixture)) attempt(fixture, id, FAILED);
    await submit(fixture, `/webhooks/${String(hooks[0]?.id)}/disable`).expect(303);
    expect(await textOf(fixture, `${ROOT}/deliveries`)).toContain('Resend 1 exhausted');
    const { headers } = await submit(fixture, '/deliveries/resend', { status: 'exhausted' }).expect(303);
    const text = await textOf(fixture, String(headers['location']));
    expect(text).toContain("1 delivery queued to be sent again. 1 other can't be sent now");
  });

  it('claim no event that no webhook takes', async () => {
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    const { headers } = await submit(fixture, `/orders/${id}/refund`, { reason: 'x' }).expect(303);
    expect((await getPage(fixture, String(headers['location']))).text).toMatch(
      /data-testid="flash">Refunded in full\.</,
    );
  });

  it.each(['refund', 'chargeback'])('show what was granted as no success after a %s', async (action) => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    attempt(fixture, String(deliveries(fixture)[0]?.id), { verdict: 'delivered' });
    const good = '<span class="badge good">granted</span>';
    expect((await getPage(fixture, ROOT)).text).toContain(good);
    await submit(fixture, `/orders/${id}/${action}`, { reason: 'x' }).expect(303);
    for (const path of [ROOT, `${ROOT}/orders/${id}`])
      expect((await getPage(fixture, path)).text).not.toContain(good);
  });

  it('show what was granted as no success after a report of fraud', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    attempt(fixture, String(deliveries(fixture)[0]?.id), { verdict: 'delivered' });
    await submit(fixture, `/orders/${id}/fraud`).expect(303);
    const { text } = await getPage(fixture, ROOT);
    expect(text).not.toContain('<span class="badge good">granted</span>');
    expect(text).toContain('granted, fraud reported');
  });
});

describe('the page of an order with a coupon', () => {
  it('shows the code, its kind and its effect, and no discount of 0 %', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'MORE', type: 'bonus', discountPercent: null, bonusPercent: 20 });
    makeCoupon(fixture, { code: 'TEN', discountPercent: 10 });
    const bonus = await textOf(fixture, `${ROOT}/orders/${await order(fixture, { coupon_code: 'MORE' })}`);
    expect(bonus).toMatch(/Coupon MORE \(20 % more of each item\) 1 more item/);
    expect(bonus).toContain('16,500 bonus');
    const discount = await textOf(fixture, `${ROOT}/orders/${await order(fixture, { coupon_code: 'TEN' })}`);
    expect(discount).toMatch(/Coupon TEN \(10 % off\) -\$3\.00/);
    expect(bonus + discount).not.toContain('Discount 0 %');
  });
});

describe('small things', () => {
  it('an order that is valid for 24 hours expires in 24 hours a moment later', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    fixture.clock.advance(5000);
    expect(await textOf(fixture, `${ROOT}/orders/${id}`)).toContain('expires in 24 hr.');
  });

  it('the error about a coupon code stands at the code', async () => {
    const { text } = await submit(createFixture(), '/coupons/redeem', { player_id: 'leia', code: 'NOPE' });
    const [, field = ''] = /<input\s+id="code"(.*?)<\/div>/s.exec(text) ?? [];
    expect(field).toContain('id="code-error"');
  });
});
