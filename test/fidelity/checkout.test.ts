import { describe, expect, it } from 'vitest';
import { FORM, createOrder, payOrder, submit, stateOf, textAt, getPage } from '../checkout/pages.ts';
import { createFixture, LIVE_KEY } from '../support/fixture.ts';

describe('the checkout page', () => {
  it('may load pictures from anywhere, and nothing else [checkout.pictures]', async () => {
    const fixture = createFixture();
    const { headers } = await getPage(fixture, `/order/${await createOrder(fixture)}`).expect(200);
    const policy = String(headers['content-security-policy']).split(';');
    const open = policy.filter((directive) => /\*|https?:/.test(directive)).map((one) => one.trim());
    expect(open).toEqual(['img-src * data:']);
    expect(policy[0]).toBe("default-src 'none'");
  });

  it('names the time zone of its dates [checkout.time-zone]', async () => {
    const fixture = createFixture();
    const { text } = await getPage(fixture, `/order/${await createOrder(fixture)}`).expect(200);
    const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
      .formatToParts(fixture.clock.now())
      .find(({ type }) => type === 'timeZoneName');
    expect(textAt(text, 'pay-until')).toContain(zone?.value);
  });

  it.each([
    [[], true],
    [['card', 'paypal'], true],
    [['paypal'], false],
  ])('with the payment methods %j takes a card: %s [checkout.payment-methods]', async (methods, isTaken) => {
    const fixture = createFixture();
    for (const key of [undefined, LIVE_KEY]) {
      const id = await createOrder(fixture, { payment_methods_enabled: methods }, key);
      await submit(fixture, `/order/${id}/pay`, FORM).expect(isTaken ? 303 : 409);
    }
  });

  it('offers no card whose payment was undone [checkout.saved-card]', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture, {}, LIVE_KEY);
    const form = { ...FORM, save_card: 'on' };
    expect(stateOf((await payOrder(fixture, id, form)).page)).toBe('done');
    const pageOfNext = async () =>
      (await getPage(fixture, `/order/${await createOrder(fixture, {}, LIVE_KEY)}`)).text;
    expect(await pageOfNext()).toContain('data-testid="saved-card"');
    await fixture.s2s(LIVE_KEY).post(`/s2s/v1/orders/${id}/refund`).send({ reason: 'asked' }).expect(200);
    expect(await pageOfNext()).not.toContain('data-testid="saved-card"');
  });
});
