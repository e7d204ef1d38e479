import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, order, paidOrder, post, VISA, webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

async function rowsOf(fixture: Fixture, path: string): Promise<string[]> {
  const { text } = await getPage(fixture, `${ROOT}${path}`).expect(200);
  return [...text.matchAll(/<tr id="(ord_\w+)"/g)].map(([, id]) => String(id));
}

describe('the list of transactions', () => {
  it('filters by date, amount, SKU, metadata and outcome of the card', async () => {
    const fixture = createFixture();
    const cheap = await order(fixture, {
      items: [{ sku: 'gem', name: 'Gem' }],
      price_decimal: 1,
      currency: 'USD',
      metadata: { campaign: 'spring', note: 'a=b' },
    });
    fixture.clock.advance(2 * 86_400_000);
    const dear = await order(fixture);
    await post(fixture, `/orders/${dear}/pay`, { card: '4211127262112418' }).expect(200);
    const day = new Date(fixture.clock.now()).toLocaleDateString('sv');
    expect(await rowsOf(fixture, `?from=${day}`)).toEqual([dear]);
    expect(await rowsOf(fixture, `?to=${day}`)).toEqual([dear, cheap]);
    expect(await rowsOf(fixture, '?min=5')).toEqual([dear]);
    expect(await rowsOf(fixture, '?max=5')).toEqual([cheap]);
    expect(await rowsOf(fixture, '?sku=gem')).toEqual([cheap]);
    expect(await rowsOf(fixture, '?metadata=campaign%3Dspring')).toEqual([cheap]);
    expect(await rowsOf(fixture, '?metadata=campaign%3Dsummer')).toEqual([]);
    expect(await rowsOf(fixture, '?metadata=spri')).toEqual([cheap]);
    expect(await rowsOf(fixture, '?card=declined')).toEqual([dear]);
    expect(await rowsOf(fixture, '?from=nonsense&min=x')).toEqual([dear, cheap]);
  });

  it('sorts by column and keeps the filter', async () => {
    const fixture = createFixture();
    const ids: string[] = [];
    for (const [player, price] of [
      ['b', 2],
      ['a', 3],
      ['c', 1],
    ] as const) {
      const asked = { player_id: player, items: [{ sku: player, name: player }], price_decimal: price };
      ids.push(await order(fixture, { ...asked, currency: 'USD' }));
    }
    const sorted = async (query: string) => (await rowsOf(fixture, query)).map((id) => ids.indexOf(id));
    expect(await sorted('?sort=amount')).toEqual([1, 0, 2]);
    expect(await sorted('?sort=amount&dir=up')).toEqual([2, 0, 1]);
    expect(await sorted('?sort=player&dir=up')).toEqual([1, 0, 2]);
    const { text } = await getPage(fixture, `${ROOT}?sort=amount&max=2`).expect(200);
    expect(text).toContain('aria-sort="descending"');
    expect(text).toContain('max=2&amp;sort=amount&amp;dir=up');
  });

  it('pays, declines and resends in its rows', async () => {
    const fixture = createFixture({ rules: { autoRefund: false } });
    webhook(fixture, ['item.add']);
    const [first, second] = [await order(fixture), await order(fixture)];
    await submit(fixture, `/orders/${first}/pay`, { card: VISA, back: 'list' })
      .expect(303)
      .expect('Location', `${ROOT}?done=payment-made`);
    await submit(fixture, `/orders/${second}/pay`, { card: '4832285061609015', back: 'list' }).expect(303);
    attempt(fixture, String(deliveries(fixture)[0]?.id), FAILED);
    const { text } = await getPage(fixture, ROOT).expect(200);
    expect(text).toContain('connection refused in 12 ms');
    expect(text).toContain('data-testid="row-resend"');
    await submit(fixture, `/deliveries/${String(deliveries(fixture)[0]?.id)}/resend`, { back: 'list' })
      .expect(303)
      .expect('Location', `${ROOT}?done=resent`);
  });
});

describe('the page of a player', () => {
  it('shows orders, what the player should own, and redeemed codes', async () => {
    const fixture = createFixture();
    const id = await order(fixture, { player_id: 'a/b c' });
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    await order(fixture, { player_id: 'a/b c' });
    const path = `${ROOT}/players/${encodeURIComponent('a/b c')}`;
    const { text } = await getPage(fixture, path).expect(200);
    expect(text).toContain('Player a/b c');
    expect(text).toMatch(/CRS-82500<\/span><\/dt><dd>82,500</);
    expect([...text.matchAll(/data-testid="order-row"/g)]).toHaveLength(2);
    await post(fixture, `/orders/${id}/refund`, { reason: 'x' }).expect(200);
    expect((await getPage(fixture, path)).text).toContain('no paid order stands');
    await getPage(fixture, `${ROOT}/players/nobody`).expect(404);
    await getPage(fixture, `${ROOT}/players`).expect(200, /a\/b c/);
  });
});

describe('the events', () => {
  it('are all listed with their JSON, subscribed or not', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    const { text } = await getPage(fixture, `${ROOT}/events`).expect(200);
    for (const type of fixture.eventTypes()) expect(text).toContain(`>${type}</a>`);
    expect(text).toContain('no webhook takes it');
    const { text: some } = await getPage(fixture, `${ROOT}/events?type=payment.*&q=${id}`).expect(200);
    expect([...some.matchAll(/data-testid="event-row"/g)]).toHaveLength(2);
    const event = fixture.events()[0];
    await getPage(fixture, `${ROOT}/events/${String(event?.id)}`).expect(200, /idempotency_key/);
    await getPage(fixture, `${ROOT}/events/none`).expect(404);
  });
});

describe('the search', () => {
  it('finds everything, and leads at once to what an id names', async () => {
    const fixture = createFixture();
    const hook = webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    const found = async (q: string) => {
      const { body } = await getPage(fixture, `${ROOT}/search?format=json&q=${q}`).expect(200);
      return (body as { results: { kind: string }[] }).results.map(({ kind }) => kind);
    };
    expect(await found('r2d2')).toEqual(['Order', 'Player', 'Request']);
    expect(await found('crystals')).toContain('Item');
    expect(await found('item.add')).toEqual(['Event']);
    expect(await found('Deliveries')).toEqual(['Page']);
    expect(await found('nothing-at-all')).toEqual([]);
    await getPage(fixture, `${ROOT}/search?q=${id}`).expect(302).expect('Location', `${ROOT}/orders/${id}`);
    await getPage(fixture, `${ROOT}/search?q=${hook.id}`).expect('Location', `${ROOT}/webhooks/${hook.id}`);
    await getPage(fixture, `${ROOT}/search?q=r2d2`).expect(200, /data-testid="result"/);
  });
});
