import { describe, expect, it } from 'vitest';
import { makeCoupon } from '../support/coupons.ts';
import { createFixture } from '../support/fixture.ts';
import { attributeAt, FORM, createOrder, payOrder, submit, stateOf, textAt, getPage } from './pages.ts';

const WITH_COUPONS = { coupons_enabled: true };

describe('the coupon field', () => {
  it('is there only when the order takes coupons [checkout.coupon-field]', async () => {
    const fixture = createFixture();
    for (const more of [{}, { coupons_enabled: false }]) {
      expect((await getPage(fixture, `/order/${await createOrder(fixture, more)}`)).text).not.toContain(
        'coupon-form',
      );
    }
    expect((await getPage(fixture, `/order/${await createOrder(fixture, WITH_COUPONS)}`)).text).toContain(
      'coupon-form',
    );
  });

  it('lowers the amount, which is what is paid, and takes it back', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'SUMMER', discountPercent: 10 });
    const id = await createOrder(fixture, WITH_COUPONS);
    await submit(fixture, `/order/${id}/coupon`, { coupon_code: 'SUMMER' }).expect(303);
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(textAt(text, 'order-total')).toBe('$26.99');
    expect(textAt(text, 'order-subtotal')).toBe('$29.99');
    expect(textAt(text, 'order-coupon')).toBe('-$3.00');
    expect(textAt(text, 'coupon-applied')).toBe('Your coupon was applied.');
    await submit(fixture, `/order/${id}/coupon`, { remove: '1' }).expect(303);
    expect(textAt((await getPage(fixture, `/order/${id}`)).text, 'order-total')).toBe('$29.99');
    await submit(fixture, `/order/${id}/coupon`, { coupon_code: 'SUMMER' }).expect(303);
    await payOrder(fixture, id);
    expect(fixture.domain.store.tables.payments.by('order', id)[0]?.amount).toBe(2699);
  });

  it('gives the three answers that players know, and keeps the code', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'ONCE', maxRedemptionsPerUser: 1 });
    makeCoupon(fixture, { code: 'OVER', expiresAt: fixture.clock.now() - 1 });
    const first = await createOrder(fixture, WITH_COUPONS);
    await submit(fixture, `/order/${first}/coupon`, { coupon_code: 'ONCE' });
    await payOrder(fixture, first);
    const id = await createOrder(fixture, WITH_COUPONS);
    const answers = {
      NOPE: 'don’t know',
      ONCE: 'already used',
      OVER: 'can’t be activated',
      '': 'don’t know',
    };
    for (const [code, answer] of Object.entries(answers)) {
      const { text } = await submit(fixture, `/order/${id}/coupon`, { coupon_code: code }).expect(422);
      expect(textAt(text, 'error-coupon')).toContain(answer);
      expect(attributeAt(text, 'coupon-code', 'value')).toBe(code);
      expect(stateOf(text)).toBe('payable');
    }
  });

  it('says before the payment when a coupon has been used up since it was applied', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'LAST', maxRedemptions: 1 });
    const [one, other] = [await createOrder(fixture, WITH_COUPONS), await createOrder(fixture, WITH_COUPONS)];
    for (const id of [one, other]) await submit(fixture, `/order/${id}/coupon`, { coupon_code: 'LAST' });
    await payOrder(fixture, one);
    const { text } = await submit(fixture, `/order/${other}/pay`, FORM).expect(409);
    expect(text).toContain('This coupon has been used up');
    expect(text).toContain('data-testid="coupon-remove"');
  });
});
