import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckoutPage } from '../../src/playwright.ts';
import { chromium, startBrowserSetup, type BrowserSetup } from './setup.ts';

let setup: BrowserSetup;

async function form(): Promise<CheckoutPage> {
  return setup.openCheckout(await setup.createOrder());
}

describe.skipIf(chromium === null)('the form in a browser (skipped without Chromium)', () => {
  beforeAll(async () => {
    setup = await startBrowserSetup();
  });
  afterEach(async () => {
    expect(setup.errors).toEqual([]);
    expect(setup.foreignRequests).toEqual([]);
    await setup.reset();
  });
  afterAll(() => setup.close());

  it.each([
    ['4242424242424242', '4242 4242 4242 4242', 'VISA'],
    ['370000000000002', '3700 000000 00002', 'AMEX'],
    ['5436031030606378', '5436 0310 3060 6378', 'MC'],
  ])('groups %s as it is typed and shows its brand', async (digits, grouped, mark) => {
    const checkout = await form();
    await checkout.part('card-number').pressSequentially(digits);
    expect(await checkout.part('card-number').inputValue()).toBe(grouped);
    expect(await checkout.part('card-brand').getAttribute('data-brand')).toBe(mark);
  });

  it('leaves the caret where it was when a digit in the middle is changed', async () => {
    const checkout = await form();
    const number = checkout.part('card-number');
    await number.pressSequentially('424242424242424');
    for (let step = 0; step < 12; step += 1) await number.press('ArrowLeft');
    await number.press('9');
    await number.press('8');
    expect(await number.inputValue()).toBe('4242 4982 4242 4242');
  });

  it('writes the slash of the expiry date, also when digits are taken back', async () => {
    const checkout = await form();
    const expiry = checkout.part('card-expiry');
    await expiry.pressSequentially('1234');
    expect(await expiry.inputValue()).toBe('12 / 34');
    for (let step = 0; step < 6; step += 1) await expiry.press('Backspace');
    expect(await expiry.inputValue()).toBe('1');
    await expiry.fill('');
    await expiry.pressSequentially('7/30');
    expect(await expiry.inputValue()).toBe('07 / 30');
  });

  it('says what is wrong when a field is left, and takes it back once it is right', async () => {
    const checkout = await form();
    await checkout.part('email').fill('nobody');
    await checkout.part('email').blur();
    expect(await checkout.errorAt('email')).toContain('Enter an email address');
    await checkout.part('email').fill('somebody@example.com');
    expect(await checkout.errorAt('email')).toBe('');
    await checkout.part('card-number').pressSequentially('4242424242424241');
    expect(await checkout.errorAt('card')).toBe('This is not a valid card number.');
    await checkout.part('card-expiry').pressSequentially('0120');
    expect(await checkout.errorAt('expiry')).toBe('This card has expired.');
  });

  it('shows times in the time zone of the player', async () => {
    const order = { expires_at: Date.UTC(2030, 0, 1, 20) / 1000, coupons_enabled: true };
    const checkout = await setup.openCheckout(await setup.createOrder(order), { timezoneId: 'Asia/Tokyo' });
    const until = checkout.page.getByTestId('pay-until');
    expect(await until.innerText()).toContain('Jan 2, 2030, 5:00');
    await checkout.applyCoupon('UNKNOWN');
    await checkout.part('error-coupon').getByText('We don’t know').waitFor();
    expect(await until.innerText()).toContain('Jan 2, 2030, 5:00');
  });

  it('shows the test cards without scrolling, and fills in the one that is pressed', async () => {
    const checkout = await form();
    await checkout.page.setViewportSize({ width: 1280, height: 800 });
    const bar = checkout.page.getByTestId('tester-bar');
    const box = await bar.boundingBox();
    expect((box?.y ?? 800) + (box?.height ?? 800)).toBeLessThanOrEqual(800);
    await bar.getByText('2051 declined').click();
    expect(await checkout.part('card-number').inputValue()).toBe('4211 1272 6211 2418');
    expect(await checkout.part('card-expiry').inputValue()).not.toBe('');
  });

  it('sends nothing that it knows to be wrong, and goes to the first such field', async () => {
    const checkout = await form();
    await checkout.fill({ email: 'somebody@example.com' });
    await checkout.pressPay();
    expect(await checkout.errorAt('card')).not.toBe('');
    expect(await checkout.page.evaluate('document.activeElement.id')).toBe('card');
    expect(checkout.page.url()).not.toContain('/pay');
  });

  it('hears from the server that a card is none for tests', async () => {
    const checkout = await form();
    await checkout.pay({ card: '4012 8888 8888 1881' });
    expect(await checkout.errorAt('card')).toContain('Test cards only');
    expect(await checkout.part('card-number').inputValue()).toBe('');
    await checkout.pay();
    await checkout.waitFor('done');
  });

  it('can be filled in and sent with the keyboard alone', async () => {
    const checkout = await form();
    const { keyboard } = checkout.page;
    await checkout.part('email').focus();
    const typed = ['player@example.com', '4242424242424242', '1234', '123', 'Fra', '75001'];
    for (const text of typed) {
      await keyboard.type(text);
      await keyboard.press('Tab');
    }
    expect(await checkout.part('country').inputValue()).toBe('FR');
    await keyboard.press('Enter');
    await checkout.waitFor('done');
  });

  it('does not move when it says what is wrong', async () => {
    const checkout = await form();
    const top = async () => (await checkout.part('pay-button').boundingBox())?.y;
    const before = await top();
    await checkout.part('pay-button').click();
    await checkout.page.getByText('Enter your postal code.').waitFor();
    expect(await top()).toBe(before);
  });

  it.each([390, 1280])('has one distance between its rows in a window %i pixels wide', async (width) => {
    const checkout = await setup.openCheckout(
      await setup.createOrder({ country: 'DE', country_locked: true }),
      {
        viewport: { width, height: 900 },
      },
    );
    const boxes = ['email', 'card-number', 'card-expiry', 'country', 'pay-button'].map((part) => {
      return checkout.part(part).boundingBox();
    });
    const tops = (await Promise.all(boxes)).map((box) => box?.y ?? Number.NaN);
    const [first, second, third] = tops.slice(1).map((top, index) => Math.round(top - (tops[index] ?? 0)));
    expect([second, third]).toEqual([first, first]);
  });

  it.each([320, 375, 768])(
    'opens what is ordered by a press in a window %i pixels wide, where the total is always shown',
    async (width) => {
      const id = await setup.createOrder({ coupons_enabled: true });
      const checkout = await setup.openCheckout(id, {
        viewport: { width, height: 900 },
        javaScriptEnabled: false,
      });
      const name = checkout.part('item-name');
      expect([await checkout.part('order-total').isVisible(), await name.isVisible()]).toEqual([true, false]);
      await checkout.part('order-details-toggle').click();
      expect([await checkout.part('order-total').isVisible(), await name.isVisible()]).toEqual([true, true]);
      await checkout.part('order-details-toggle').click();
      await checkout.applyCoupon('UNKNOWN');
      await checkout.part('error-coupon').getByText('We don’t know this coupon code.').waitFor();
    },
  );

  it('always shows what is ordered in a wide window', async () => {
    const viewport = { width: 1280, height: 900 };
    const checkout = await setup.openCheckout(await setup.createOrder(), { viewport });
    expect(await checkout.part('item-name').isVisible()).toBe(true);
    expect(await checkout.part('order-details-toggle').isVisible()).toBe(false);
  });

  it('keeps a name that is written from right to left beside its picture', async () => {
    const items = [{ sku: 'rtl', name: 'בלורות קסם', price: 100, currency: 'USD' }];
    const id = await setup.createOrder({ items, price_decimal: 1, currency: 'USD' });
    const checkout = await setup.openCheckout(id);
    const left = (range: string) =>
      checkout.page.evaluate<number>(`(() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector('${range}'));
        return range.getBoundingClientRect().left;
      })()`);
    const picture = await checkout.page.locator('.picture').first().boundingBox();
    const gap = (await left('[data-testid="item-name"]')) - (picture?.x ?? 0) - (picture?.width ?? 0);
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(20);
  });

  it.each([320, 1280])('keeps errors off the next label in a window %i pixels wide', async (width) => {
    const id = await setup.createOrder({ locale: 'uk' });
    const checkout = await setup.openCheckout(id, { viewport: { width, height: 900 } });
    await checkout.part('pay-button').click();
    await checkout.part('card-number').fill('4');
    const gaps = await checkout.page.evaluate<
      number[]
    >(`[...document.querySelectorAll('#pay-form .below')].map((below) => {
      const range = document.createRange();
      range.selectNodeContents(below);
      const bottom = range.getBoundingClientRect().bottom;
      const labels = [...document.querySelectorAll('#pay-form label')].map((label) => label.getBoundingClientRect().top);
      return Math.min(...labels.filter((top) => top > below.getBoundingClientRect().top)) - bottom;
    })`);
    expect(gaps).toHaveLength(6);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(4);
  });

  it('marks the focus in one way on every control of the page', async () => {
    const checkout = await setup.openCheckout(await setup.createOrder({ coupons_enabled: true }), {
      viewport: { width: 1280, height: 900 },
    });
    await checkout.page.keyboard.press('Tab');
    const outlines = new Set<string>();
    for (const part of [
      'email',
      'card-number',
      'country',
      'marketing-consent',
      'pay-button',
      'coupon-code',
      'coupon-apply',
    ]) {
      await checkout.part(part).focus();
      const look = await checkout.page.evaluate<string>(
        `(({ outline, boxShadow }) => outline + ' ' + boxShadow.includes('3px'))(getComputedStyle(document.activeElement))`,
      );
      outlines.add(look);
    }
    expect([...outlines]).toEqual([expect.stringMatching(/3px.* false$/)]);
  });

  it('shows the tester’s bar without scrolling in a small window and a large one', async () => {
    const id = await setup.createOrder();
    for (const width of [320, 1280]) {
      const checkout = await setup.openCheckout(id, { viewport: { width, height: 600 } });
      const box = await checkout.part('tester-bar').boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(600);
    }
  });

  it('keeps the button of the coupon on one line', async () => {
    const checkout = await setup.openCheckout(await setup.createOrder({ coupons_enabled: true }));
    expect((await checkout.part('coupon-apply').boundingBox())?.height).toBe(46);
  });

  it.each([320, 390, 1280])('fits a window %i pixels wide in every state', async (width) => {
    const id = await setup.createOrder({
      items: [{ sku: 'LONG', name: 'W'.repeat(200), description: 'x'.repeat(500) }],
      price_decimal: 123_456_789.99,
      currency: 'IDR',
      discount_percent: 5,
      locale: 'de',
      back_to_game_url: `mygame://${'y'.repeat(300)}`,
      ui_settings: { show_player_info: true },
      player_info: { name: 'Z'.repeat(120) },
    });
    const checkout = await setup.openCheckout(id, { viewport: { width, height: 800 } });
    const overflow = () => checkout.page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(await overflow()).toBe(0);
    await checkout.pay({ card: '4224 7030 8257 5813' });
    await checkout.waitFor('three_d_secure');
    expect(await overflow()).toBe(0);
    await checkout.answerThreeDSecure('complete');
    await checkout.waitFor('done');
    expect(await overflow()).toBe(0);
    await checkout.part('view-receipt').click();
    await checkout.part('receipt').waitFor();
    expect(await overflow()).toBe(0);
  });

  it.each(['en', 'uk', 'th'])(
    'weighs less than 60 kB in %s and asks nobody else for anything',
    async (locale) => {
      const page = await setup.newPage();
      const sizes: Promise<number>[] = [];
      page.on('response', (response) => {
        // The stream of the order's status does not end.
        if (response.url().endsWith('/events')) return;
        sizes.push(response.body().then((body) => body.length));
      });
      await page.goto(`/order/${await setup.createOrder({ locale })}`, { waitUntil: 'networkidle' });
      const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      expect(total).toBeGreaterThan(10_000);
      expect(total).toBeLessThan(60_000);
    },
  );
});
