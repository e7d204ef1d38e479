import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckoutPage } from '../../src/playwright.ts';
import { accessibilityProblems, chromium, startBrowserSetup, type BrowserSetup } from './setup.ts';

let setup: BrowserSetup;

const THREE_DS = '4224 7030 8257 5813';
const DECLINES_ALL = { status: 400, body: { status: 'error', code: 'declined', message: 'x' } };
const RICH = {
  discount_percent: 10,
  coupons_enabled: true,
  ui_settings: { show_player_info: true },
  player_info: { name: 'Leia' },
  back_to_game_url: 'mygame://back',
  back_to_store_url: 'https://store.example/',
  redirect_settings: { mode: 'delayed', delay_seconds: 300 },
};

type Steps = (checkout: CheckoutPage, id: string) => Promise<void>;

/** How to bring a fresh page into each of its states. */
const STATES: Readonly<Record<string, Steps>> = {
  form: () => Promise.resolve(),
  'form with errors': (checkout) => checkout.pressPay(),
  'form with errors of the server': (checkout) => checkout.pay({ card: '4012 8888 8888 1881' }),
  'form with a card': (checkout) => checkout.pickTestCard('5436031030606378'),
  'coupon refused': async (checkout) => {
    await checkout.applyCoupon('NOPE');
    await checkout.page.getByText('We don’t know this coupon code.').waitFor();
  },
  declined: (checkout) => checkout.pay({ card: '4211 1272 6211 2418' }),
  abandoned: async (checkout) => {
    await checkout.leaveWithoutPaying();
    await checkout.part('banner-abandoned').waitFor();
  },
  three_d_secure: (checkout) => checkout.pay({ card: THREE_DS }),
  processing: async (checkout) => {
    await checkout.holdNext();
    await checkout.pay();
    await checkout.waitFor('processing');
  },
  granting: async (checkout) => {
    setup.receiver.always({ status: 500 });
    await checkout.pay();
    await checkout.waitFor('granting');
  },
  done: async (checkout) => {
    await checkout.pay();
    await checkout.waitFor('done');
  },
  receipt: async (checkout) => {
    await checkout.pay();
    await checkout.part('view-receipt').click();
    await checkout.part('receipt').waitFor();
  },
  undelivered: async (checkout) => {
    await setup.changeSettings({ auto_refund: false });
    setup.receiver.always(DECLINES_ALL);
    await checkout.pay();
    await checkout.waitFor('undelivered');
  },
  refunded: async (checkout) => {
    setup.receiver.always(DECLINES_ALL);
    await checkout.pay();
    await checkout.waitFor('refunded');
  },
  disputed: async (checkout, id) => {
    await checkout.pay();
    await setup.call(`/_emulator/orders/${id}/dispute`, { reason: 'fraudulent' });
    await checkout.waitFor('disputed');
  },
  canceled: async (checkout, id) => {
    await checkout.pay();
    await setup.call(`/_emulator/orders/${id}/chargeback`);
    await checkout.waitFor('canceled');
  },
  expired: async (checkout, id) => {
    await setup.call(`/_emulator/orders/${id}/expire`);
    await checkout.page.reload();
    await checkout.waitFor('expired');
  },
  unknown: async (checkout) => {
    await checkout.page.goto(`${setup.url}/order/ord_nothing`);
  },
};

describe.skipIf(chromium === null)('axe-core (skipped without Chromium)', () => {
  beforeAll(async () => {
    setup = await startBrowserSetup({ taxPercent: 8, retrySchedule: '0.05,60' });
  });
  beforeEach(() => setup.createWebhook(['item.add', 'item.remove']));
  afterEach(() => setup.reset());
  afterAll(() => setup.close());

  it.each(Object.entries(STATES))('finds nothing in either theme on the page: %s', async (_name, reach) => {
    const id = await setup.createOrder(RICH);
    const checkout = await setup.openCheckout(id);
    await reach(checkout, id);
    expect(await accessibilityProblems(checkout.page)).toEqual([]);
  });

  it.each([
    ['without a payment method', { payment_methods_enabled: ['paypal'] }, 's2s_sandbox_local'],
    ['with nothing to pay', { price_decimal: 0, currency: 'USD' }, 's2s_sandbox_local'],
    ['with a locked country', { country: 'JP', country_locked: true, locale: 'ja' }, 's2s_live_local'],
  ])('finds nothing in either theme on the page %s', async (_name, more, key) => {
    const { page } = await setup.openCheckout(await setup.createOrder(more, key));
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('finds nothing in either theme on the page with a saved card', async () => {
    const first = await setup.openCheckout(await setup.createOrder({}, 's2s_live_local'));
    await first.part('save-card').check();
    await first.pay();
    const second = await setup.openCheckout(await setup.createOrder({}, 's2s_live_local'));
    await second.part('saved-card').waitFor();
    expect(await accessibilityProblems(second.page)).toEqual([]);
  });
});
