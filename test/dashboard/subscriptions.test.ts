import { describe, expect, it } from 'vitest';
import { addItem } from '../support/catalogue.ts';
import { order, post, VISA } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

async function givenSubscription(fixture: Fixture): Promise<string> {
  await addItem(fixture, { sku: 'VIP', name: 'VIP <b>', type: 'subscription', price: 500 });
  const id = await order(fixture, { player_id: 'p1', items: [{ sku: 'VIP' }] });
  await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
  return fixture.domain.store.tables.subscriptions.by('lastOrder', id)[0]?.id ?? '';
}

function buttons(page: string): readonly string[] {
  return [...page.matchAll(/data-testid="subscription-(?!row)([\w-]+)"/g)].map(([, name = '']) => name);
}

describe('the subscriptions page', () => {
  it('says how subscriptions come about when there are none', async () => {
    const { text } = await getPage(createFixture(), `${ROOT}/subscriptions`).expect(200);
    expect(text).toContain('No subscription yet');
  });

  it('shows each with what can happen to it, and does it', async () => {
    const fixture = createFixture();
    const id = await givenSubscription(fixture);
    const page = async () => (await getPage(fixture, `${ROOT}/subscriptions`).expect(200)).text;
    const text = await page();
    expect(text).toContain('VIP &lt;b&gt;');
    expect(text).toContain('$5.00 / month');
    expect(buttons(text)).toEqual(['renew', 'fail-renewal', 'cancel', 'expire']);
    await submit(fixture, `/subscriptions/${id}/renew`).expect(303);
    expect(fixture.eventTypes()).toContain('subscription.renewed');
    await submit(fixture, `/subscriptions/${id}/cancel`).expect(303);
    expect(buttons(await page())).toEqual(['reactivate', 'expire']);
    await submit(fixture, `/subscriptions/${id}/renew`).expect(409);
    await submit(fixture, `/subscriptions/${id}/expire`).expect(303);
    expect(buttons(await page())).toEqual(['reactivate']);
    await submit(fixture, `/subscriptions/${id}/toString`).expect(404);
    await submit(fixture, '/subscriptions/sub_none/renew').expect(404);
  });
});
