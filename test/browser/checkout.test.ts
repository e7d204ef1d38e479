import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hang } from '../support/rough-receiver-scripts.ts';
import { CheckoutPage } from '../../src/playwright.ts';
import { chromium, startBrowserSetup, type BrowserSetup } from './setup.ts';

let setup: BrowserSetup;

/** Reloads the page without what tells it of changes. */
async function stopLive({ page }: CheckoutPage): Promise<void> {
  await page.route(/\/order\/\w+\/(events|status)$/, (route) => route.abort());
  await page.reload();
}

describe.skipIf(chromium === null)('a player in a browser (skipped without Chromium)', () => {
  beforeAll(async () => {
    setup = await startBrowserSetup({ retrySchedule: '0.05,60', attemptTimeoutMs: 3000 });
  });
  beforeEach(() => setup.createWebhook(['item.add', 'item.remove']));
  afterEach(async () => {
    expect(setup.errors).toEqual([]);
    expect(setup.foreignRequests.filter((url) => !url.startsWith('https://game.example'))).toEqual([]);
    await setup.reset();
  });
  afterAll(() => setup.close());

  it('pays, sees the game being asked, and is led back to the game', async () => {
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    setup.receiver.always(async () => {
      await asked;
      return { body: { status: 'ok' } };
    });
    const id = await setup.createOrder({
      back_to_game_url: 'https://game.example/back?o={order_id}',
      redirect_settings: { mode: 'delayed', delay_seconds: 1 },
    });
    const checkout = await setup.openCheckout(id);
    await checkout.page.route('https://game.example/**', (route) => route.fulfill({ body: 'the game' }));
    await checkout.pay();
    await checkout.waitFor('granting');
    await checkout.page.reload();
    await checkout.waitFor('granting');
    answer();
    await checkout.waitFor('done');
    expect(await checkout.part('redirect-text').innerText()).toContain('Back to the game in 1 s');
    await checkout.page.waitForURL(`https://game.example/back?o=${id}`);
  });

  it('may stay when the page would lead away, and is not led away on coming back [checkout.redirect-once]', async () => {
    const redirect_settings = { mode: 'delayed', delay_seconds: 30 };
    const id = await setup.createOrder({ back_to_game_url: 'mygame://back', redirect_settings });
    const checkout = await setup.openCheckout(id);
    await checkout.pay();
    await checkout.waitFor('done');
    await checkout.part('redirect-cancel').click();
    expect(await checkout.part('redirect').count()).toBe(0);
    await checkout.page.reload();
    expect(await checkout.part('redirect').count()).toBe(0);
    expect(await checkout.linkBackTo('game')).toBe('mygame://back');
  });

  it('is told when the game declines', async () => {
    setup.receiver.always({ status: 400, body: { status: 'error', code: 'declined', message: 'x' } });
    const checkout = await setup.openCheckout(await setup.createOrder());
    await checkout.pay();
    await checkout.waitFor('refunded');
  });

  it('is told that the game does not answer, while it is tried again', async () => {
    setup.receiver.always({ status: 500 });
    const checkout = await setup.openCheckout(await setup.createOrder());
    await checkout.pay();
    await checkout.page.getByText('Attempts so far: 2').waitFor();
    expect(await checkout.state()).toBe('granting');
  });

  it.each([
    ['4832 2850 6160 9015', '16'],
    ['4211 1272 6211 2418', '2051'],
    ['4411 5883 2171 3124', '3041'],
    ['4178 1318 2730 9866', '3043'],
    ['4867 0537 1696 5705', '2054'],
  ])('tries card %s, is declined with %s, and pays with another', async (card, code) => {
    const checkout = await setup.openCheckout(await setup.createOrder());
    await checkout.pay({ card });
    expect(await checkout.declineCode()).toBe(code);
    expect(await checkout.part('email').inputValue()).toBe('player@example.com');
    await checkout.pay();
    await checkout.waitFor('done');
  });

  it.each(['complete', 'fail', 'cancel'] as const)('answers 3-D Secure with %s', async (answer) => {
    const checkout = await setup.openCheckout(await setup.createOrder());
    await checkout.pay({ card: '4224 7030 8257 5813' });
    await checkout.waitFor('three_d_secure');
    await checkout.answerThreeDSecure(answer);
    await checkout.waitFor(answer === 'complete' ? 'done' : 'payable');
    if (answer === 'fail') expect(await checkout.declineCode()).toBe('3ds_failed');
  });

  it('puts a coupon on the order without losing what was typed', async () => {
    const coupon = { code: 'SPRING', name: 'Spring', type: 'discount', discount_percent: 50 };
    await setup.call('/s2s/v1/coupons', coupon);
    const checkout = await setup.openCheckout(await setup.createOrder({ coupons_enabled: true }));
    await checkout.fill({ card: '4242424242424242', email: 'typed@example.com' });
    await checkout.applyCoupon('NOPE');
    await checkout.page.getByText('We don’t know this coupon code.').waitFor();
    await checkout.applyCoupon('SPRING');
    await checkout.part('coupon-applied').waitFor();
    expect(await checkout.total()).toBe('$15.00');
    expect(await checkout.part('pay-button').innerText()).toBe('Pay $15.00');
    expect(await checkout.part('card-number').inputValue()).toBe('4242 4242 4242 4242');
    await checkout.pay();
    await checkout.waitFor('done');
  });

  it('presses Pay in two tabs and pays once', async () => {
    const id = await setup.createOrder();
    const first = await setup.openCheckout(id);
    const second = await setup.openTab(first, id);
    await stopLive(second);
    await first.pay();
    await first.waitFor('done');
    await second.pay();
    await second.waitFor('done');
    expect(await second.part('notice').innerText()).toContain('This order has already been paid');
    await setup.receiver.received(1);
    expect(setup.receiver.requests).toHaveLength(1);
  });

  it('presses Pay twice at once and pays once', async () => {
    const checkout = await setup.openCheckout(await setup.createOrder());
    await checkout.pickTestCard('4242424242424242');
    await checkout.part('pay-button').dblclick();
    await checkout.waitFor('done');
    expect(await checkout.part('notice').count()).toBe(0);
  });

  it('goes back after paying and finds the order paid', async () => {
    const checkout = await setup.openCheckout(await setup.createOrder());
    await checkout.pay();
    await checkout.waitFor('done');
    await checkout.part('view-receipt').click();
    await checkout.part('receipt').waitFor();
    await checkout.page.goBack();
    await checkout.waitFor('done');
    await checkout.page.goBack();
    await checkout.waitFor('done');
  });

  it('finds an order whose time ran out while its page was open', async () => {
    const id = await setup.createOrder();
    const checkout = await setup.openCheckout(id);
    await stopLive(checkout);
    await setup.call(`/_emulator/orders/${id}/expire`);
    await checkout.pay();
    await checkout.waitFor('expired');
  });

  it('sees on an open page that the order was paid elsewhere', async () => {
    const id = await setup.createOrder();
    const checkout = await setup.openCheckout(id);
    await setup.call(`/_emulator/orders/${id}/pay`, { card: '4242424242424242' });
    await checkout.waitFor('done');
  });

  it('sees on an open page that the time of the order ran out', async () => {
    const checkout = await setup.openCheckout(await setup.createOrder());
    await setup.call('/_emulator/clock/advance', { by: '25h' });
    await checkout.waitFor('expired');
  });

  it('keeps what was typed while a payment elsewhere is declined', async () => {
    const id = await setup.createOrder();
    const checkout = await setup.openCheckout(id);
    await checkout.fill({ email: 'leia@example.com' });
    await setup.call(`/_emulator/orders/${id}/pay`, { card: '4211127262112418' });
    expect(await checkout.part('email').inputValue()).toBe('leia@example.com');
    await checkout.pay({ email: 'leia@example.com' });
    await checkout.waitFor('done');
  });

  it('is driven by a page object that names an unknown order, and the state that it shows', async () => {
    const checkout = await setup.openCheckout(await setup.createOrder());
    await expect(checkout.waitFor('done', { timeout: 1 })).rejects.toThrow(
      /^The checkout page \S+ shows the state payable, not done\.$/,
    );
    await expect(checkout.open(`${setup.url}/order/ord_none`)).rejects.toThrow(/ord_none answered 404: /);
    await expect(checkout.waitFor('done', { timeout: 1 })).rejects.toThrow('is none, not done.');
  });

  it('waits while the payment is pending and sees how it is resolved elsewhere', async () => {
    const id = await setup.createOrder();
    const checkout = await setup.openCheckout(id);
    await checkout.holdNext();
    await checkout.pay();
    await checkout.waitFor('processing');
    await setup.call(`/_emulator/orders/${id}/resolve`, { outcome: 'declined' });
    await checkout.waitFor('payable');
    expect(await checkout.declineCode()).toBe('16');
    await checkout.pay();
    await checkout.waitFor('done');
  });

  it('sees the order change without server-sent events too, by asking', async () => {
    setup.receiver.always(hang());
    const id = await setup.createOrder();
    const checkout = new CheckoutPage(await setup.newPage());
    await checkout.page.addInitScript('delete window.EventSource');
    await checkout.open(`/order/${id}`);
    await checkout.holdNext();
    await checkout.pay();
    await checkout.waitFor('processing');
    await setup.call(`/_emulator/orders/${id}/resolve`, { outcome: 'expired' });
    await checkout.waitFor('payable');
    await checkout.part('banner-timed_out').waitFor();
  });

  it('pays with one click with the card that a live game kept', async () => {
    const first = await setup.openCheckout(await setup.createOrder({}, 's2s_live_local'));
    await first.part('save-card').check();
    await first.pay({ card: '5436 0310 3060 6378' });
    await first.waitFor('done');
    const second = await setup.openCheckout(await setup.createOrder({}, 's2s_live_local'));
    await second.payWithSavedCard();
    await second.waitFor('done');
  });

  describe('without JavaScript', () => {
    const NO_SCRIPT = { javaScriptEnabled: false };

    it('pays, waits and is done', async () => {
      const checkout = await setup.openCheckout(await setup.createOrder(), NO_SCRIPT);
      await checkout.pay();
      await checkout.waitFor('done');
    });

    it('is led back by the page itself', async () => {
      const id = await setup.createOrder({
        back_to_store_url: 'https://game.example/store',
        redirect_settings: { mode: 'immediate' },
      });
      const checkout = await setup.openCheckout(id, NO_SCRIPT);
      await checkout.page.route('https://game.example/**', (route) => route.fulfill({ body: 'the store' }));
      await checkout.pay();
      await checkout.page.waitForURL('https://game.example/store');
    });

    it('fills in a test card by a click, is declined, and tries again', async () => {
      const checkout = await setup.openCheckout(await setup.createOrder(), NO_SCRIPT);
      await checkout.pickTestCard('4211127262112418');
      await checkout.page.waitForURL(/fill=/);
      await checkout.pressPay();
      expect(await checkout.declineCode()).toBe('2051');
      await checkout.pay({ card: '4224703082575813' });
      await checkout.answerThreeDSecure('complete');
      await checkout.waitFor('done');
    });

    it('is told what is wrong with the form', async () => {
      const checkout = await setup.openCheckout(await setup.createOrder(), NO_SCRIPT);
      await checkout.pay({ card: '4242 4242 4242 4241' });
      await checkout.part('error-summary').waitFor();
      expect(await checkout.errorAt('card')).toBe('This is not a valid card number.');
    });
  });
});
