import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckoutPage } from '../../src/playwright.ts';
import { barriersOn, setStage, type Stage } from '../checkout/stage.ts';
import { findChromium } from '../support/browser.ts';

const chromium = findChromium();
let stage: Stage;

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

type Scene = (checkout: CheckoutPage, id: string) => Promise<void>;

/** How to bring a fresh page into each of its states. */
const SCENES: Readonly<Record<string, Scene>> = {
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
    stage.receiver.always({ status: 500 });
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
    await stage.change({ auto_refund: false });
    stage.receiver.always(DECLINES_ALL);
    await checkout.pay();
    await checkout.waitFor('undelivered');
  },
  refunded: async (checkout) => {
    stage.receiver.always(DECLINES_ALL);
    await checkout.pay();
    await checkout.waitFor('refunded');
  },
  disputed: async (checkout, id) => {
    await checkout.pay();
    await stage.control(`/orders/${id}/dispute`, { reason: 'fraudulent' });
    await checkout.waitFor('disputed');
  },
  canceled: async (checkout, id) => {
    await checkout.pay();
    await stage.control(`/orders/${id}/chargeback`);
    await checkout.waitFor('canceled');
  },
  expired: async (checkout, id) => {
    await stage.control(`/orders/${id}/expire`);
    await checkout.page.reload();
    await checkout.waitFor('expired');
  },
  unknown: async (checkout) => {
    await checkout.page.goto(`${stage.url}/order/ord_nothing`);
  },
};

describe.skipIf(chromium === null)('axe-core (skipped without Chromium)', () => {
  beforeAll(async () => {
    stage = await setStage(chromium ?? '', { taxPercent: 8 });
  });
  afterEach(() => stage.clear());
  afterAll(() => stage.close());

  describe.each(['light', 'dark'] as const)('finds nothing in the %s theme on the page', (colorScheme) => {
    it.each(Object.entries(SCENES))('%s', async (_name, play) => {
      const id = await stage.order(RICH);
      const checkout = await stage.open(id, { colorScheme });
      await play(checkout, id);
      expect(await barriersOn(checkout.page)).toEqual([]);
    });

    it.each([
      ['without a payment method', { payment_methods_enabled: ['paypal'] }, 's2s_sandbox_local'],
      ['with nothing to pay', { price_decimal: 0, currency: 'USD' }, 's2s_sandbox_local'],
      ['with a locked country', { country: 'JP', country_locked: true, locale: 'ja' }, 's2s_live_local'],
    ])('%s', async (_name, more, key) => {
      const checkout = await stage.open(await stage.order(more, key), { colorScheme });
      expect(await barriersOn(checkout.page)).toEqual([]);
    });

    it('with a saved card', async () => {
      const first = await stage.open(await stage.order({}, 's2s_live_local'));
      await first.pay();
      const checkout = await stage.open(await stage.order({}, 's2s_live_local'), { colorScheme });
      await checkout.part('saved-card').waitFor();
      expect(await barriersOn(checkout.page)).toEqual([]);
    });
  });
});
