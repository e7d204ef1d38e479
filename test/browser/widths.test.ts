import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityProblems,
  chromium,
  sidewaysScrolling,
  startBrowserSetup,
  type BrowserSetup,
} from './setup.ts';

const ROOT = '/dashboard/sandbox';
const WIDTHS = [768, 320, 1280];

/** A word that no line has room for. */
const LONG = 'W'.repeat(120);

const LISTS = [
  '',
  '/players',
  '/events',
  '/webhooks',
  '/webhooks/new',
  '/deliveries',
  '/requests',
  '/catalogue',
  '/catalogue/new',
  '/coupons',
  '/coupons/new',
  '/subscriptions',
  '/orders/new',
  '/signature',
  '/settings',
  '/games',
  '/fidelity',
  `/search?q=${LONG}`,
  `/${LONG}`,
];

describe.skipIf(chromium === null)('a page with long texts (skipped without Chromium)', () => {
  let setup: BrowserSetup;
  let page: Page;
  let order: string;

  beforeAll(async () => {
    setup = await startBrowserSetup({ retrySchedule: 'none' });
    setup.receiver.always({ status: 400, body: { status: 'error', code: 'declined', message: LONG } });
    await setup.call('/s2s/v1/webhooks', {
      url: `${setup.receiver.url}/${LONG}`,
      events: ['item.add'],
      method: 'POST',
    });
    await setup.call('/s2s/v1/coupons', { code: LONG.slice(0, 20), name: LONG, type: 'non_benefit' });
    order = await setup.createOrder({
      player_id: LONG,
      items: [{ sku: LONG, name: LONG, description: LONG }],
      price_decimal: 123_456_789.99,
      currency: 'IDR',
      metadata: { [LONG]: LONG },
      player_info: { name: LONG },
      ui_settings: { show_player_info: true },
    });
    await setup.call(`/_emulator/orders/${order}/pay`, { card: '4242424242424242' });
    await fetch(`${setup.url}/s2s/v1/${LONG}`);
    page = await setup.newPage();
    await page.goto(`/order/${order}`);
    await page.locator('main[data-state="refunded"]').waitFor();
  });
  afterAll(() => setup.close());

  async function expectFit(path: string): Promise<void> {
    await page.goto(path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect([path, width, await sidewaysScrolling(page)]).toEqual([path, width, 0]);
    }
  }

  it.each(LISTS)('has nothing outside a window of 320, 768 or 1280 pixels: dashboard %s', async (path) => {
    await expectFit(ROOT + path);
  });

  it('has nothing outside these windows: the pages of one record', async () => {
    await page.goto(`${ROOT}/deliveries`);
    const delivery = await page.locator(`main a[href^="${ROOT}/deliveries/"]`).first().getAttribute('href');
    await page.goto(`${ROOT}/events`);
    const event = await page.locator(`main a[href^="${ROOT}/events/"]`).first().getAttribute('href');
    await page.goto(`${ROOT}/requests`);
    const request = await page.locator(`main a[href^="${ROOT}/requests/"]`).first().getAttribute('href');
    await page.goto(`${ROOT}/webhooks`);
    const webhook = await page.locator(`main a[href^="${ROOT}/webhooks/w"]`).first().getAttribute('href');
    const records = [delivery, event, request, webhook, `${ROOT}/players/${LONG}`, `${ROOT}/orders/${order}`];
    for (const path of records) await expectFit(String(path));
  });

  it('has nothing outside these windows: checkout, receipt, redeem page and hub', async () => {
    const open = await setup.createOrder({
      items: [{ sku: 'x', name: LONG }],
      price_decimal: 5,
      currency: 'USD',
    });
    const paths = [`/order/${open}`, `/order/${order}`, `/order/${order}/receipt`, '/order/none'];
    for (const path of [...paths, `/redeem?code=${LONG}`, '/redeem/live', `/hub/sandbox?player_id=${LONG}`]) {
      await expectFit(path);
    }
    await page.goto('/redeem');
    await page.getByTestId('redeem-player').fill(LONG);
    await page.getByTestId('redeem-code').fill(LONG);
    await page.getByTestId('redeem-submit').click();
    await page.getByTestId('redeem-problem').waitFor();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect([width, await sidewaysScrolling(page)]).toEqual([width, 0]);
    }
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('has nothing for axe to find on the redeem page, where a time is that of the player', async () => {
    const answer = await fetch(`${setup.url}/s2s/v1/items`, {
      headers: { Authorization: 'Bearer s2s_sandbox_local' },
    });
    const [item] = (await answer.json()) as readonly { readonly id: string }[];
    expect(item).toBeDefined();
    await setup.call('/s2s/v1/coupons', {
      code: 'GIFT',
      name: 'Gift',
      type: 'free_item',
      free_items: { items: [{ item_id: item?.id, quantity: 1 }] },
    });
    const tokyo = await setup.newPage({ timezoneId: 'Asia/Tokyo', locale: 'de-DE' });
    await tokyo.goto('/redeem');
    expect(await accessibilityProblems(tokyo)).toEqual([]);
    await tokyo.getByTestId('redeem-player').fill('leia');
    await tokyo.getByTestId('redeem-code').fill('GIFT');
    await tokyo.getByTestId('redeem-submit').click();
    const time = tokyo.getByTestId('redeem-time');
    await time.waitFor();
    const at = Number(await time.getAttribute('data-at'));
    const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Tokyo' } as const;
    expect(await time.innerText()).toContain(new Date(at).toLocaleString('de', format));
    expect(await accessibilityProblems(tokyo)).toEqual([]);
    await tokyo.context().close();
  });

  it('keeps the navigation of the dashboard on an address that leads nowhere', async () => {
    await page.goto(`${ROOT}/nothing/here`);
    await page.getByTestId('not-found').waitFor();
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Players' }).click();
    await page.getByRole('heading', { name: 'Players' }).waitFor();
  });
});
