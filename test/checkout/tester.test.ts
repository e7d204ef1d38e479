import { describe, expect, it } from 'vitest';
import { TEST_CARDS } from '../../src/domain/payments/cards.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { attributeAt, FORM, createOrder, payOrder, submit, stateOf, textAt, getPage } from './pages.ts';

async function held(fixture: Fixture): Promise<string> {
  const id = await createOrder(fixture);
  await submit(fixture, `/order/${id}/pay`, { ...FORM, tester_hold: '1' }).expect(303);
  return id;
}

describe("the tester's drawer", () => {
  it('lists every test card, and fills in the one that is clicked without JavaScript too', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const { text } = await getPage(fixture, `/order/${id}`);
    for (const { number } of TEST_CARDS) {
      const link = attributeAt(text, `test-card-${number}`, 'href') ?? '';
      const filled = (await getPage(fixture, link)).text;
      expect(attributeAt(filled, 'card-number', 'value')?.replaceAll(' ', '')).toBe(number);
    }
    const filled = (await getPage(fixture, `/order/${id}?fill=4`)).text;
    expect(attributeAt(filled, 'card-number', 'value')).toBe('3700 000000 00002');
    expect(attributeAt(filled, 'card-cvv', 'value')).toBe('1234');
  });

  it('declines the next attempt, whatever the card, and only that', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const { page } = await payOrder(fixture, id, { ...FORM, tester_decline: '3041' });
    expect(attributeAt(page, 'banner-declined', 'data-code')).toBe('3041');
    expect(stateOf((await payOrder(fixture, id)).page)).toBe('done');
  });

  it.each([
    [{ outcome: 'succeeded' }, 'done', 'payment.succeeded'],
    [{ outcome: 'declined', code: '2054' }, 'payable', 'payment.declined'],
    [{ outcome: 'expired' }, 'payable', 'payment.expired'],
  ])('holds a payment pending and resolves it with %o', async (form, state, event) => {
    const fixture = createFixture();
    const id = await held(fixture);
    expect(stateOf((await getPage(fixture, `/order/${id}`)).text)).toBe('processing');
    await submit(fixture, `/order/${id}/tester/resolve`, form).expect(303);
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(stateOf(text)).toBe(state);
    expect(fixture.eventTypes()).toContain(event);
    if ('code' in form) expect(attributeAt(text, 'banner-declined', 'data-code')).toBe(form.code);
  });

  it('leaves without paying, from the form and from a payment under way', async () => {
    const fixture = createFixture();
    for (const id of [await createOrder(fixture), await held(fixture)]) {
      await submit(fixture, `/order/${id}/tester/abandon`).expect(303);
      const { text } = await getPage(fixture, `/order/${id}`);
      expect(textAt(text, 'banner-abandoned')).toBe('');
      expect(fixture.events().findLast(({ orderId }) => orderId === id)?.type).toBe('payment.abandoned');
    }
  });

  it('expires an order', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    await submit(fixture, `/order/${id}/tester/expire`).expect(303);
    expect(stateOf((await getPage(fixture, `/order/${id}`)).text)).toBe('expired');
  });

  it('leads to the order in the dashboard', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const { text } = await getPage(fixture, `/order/${id}`);
    await getPage(fixture, attributeAt(text, 'tester-dashboard', 'href') ?? '').expect(200);
  });

  it('refuses what is not possible now with the page as it stands', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    await payOrder(fixture, id);
    for (const action of ['abandon', 'expire']) {
      const { text } = await submit(fixture, `/order/${id}/tester/${action}`).expect(409);
      expect(stateOf(text)).toBe('done');
      expect(text).toContain('data-testid="notice"');
    }
  });

  it('is not there and does nothing when it is switched off', async () => {
    const fixture = createFixture({ config: { testerDrawer: false } });
    const id = await createOrder(fixture);
    const { text } = await getPage(fixture, `/order/${id}?fill=1`);
    expect(text).not.toContain('data-testid="tester-');
    expect(attributeAt(text, 'card-number', 'value')).toBe('');
    for (const action of ['abandon', 'expire', 'resolve']) {
      await submit(fixture, `/order/${id}/tester/${action}`).expect(404);
    }
    const { page } = await payOrder(fixture, id, { ...FORM, tester_decline: '3041', tester_hold: '1' });
    expect(stateOf(page)).toBe('done');
  });
});
