import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_STRINGS } from '../hostile/strings.ts';
import { chromium, startBrowserSetup, type BrowserSetup } from './setup.ts';

const ROOT = '/dashboard/sandbox';

/** What the API takes: no NUL, and well-formed. */
const TEXTS = HOSTILE_STRINGS.map((text) => Buffer.from(text).toString().replaceAll('\0', ''));

describe.skipIf(chromium === null)('pages with hostile texts in a browser (skipped without Chromium)', () => {
  let setup: BrowserSetup;
  let page: Page;
  const dialogs: string[] = [];

  beforeAll(async () => {
    setup = await startBrowserSetup({ retrySchedule: 'none' });
    await setup.createWebhook(['item.add']);
    page = await setup.newPage();
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
  });
  afterAll(() => setup.close());

  it('run nothing, and the policy has nothing to refuse', async () => {
    const everything = TEXTS.join('\n');
    setup.receiver.always({
      status: 500,
      headers: { 'X-Evil': '<script>alert(1)</script>' },
      body: everything,
    });
    const id = await setup.createOrder({
      player_id: '"><script>alert(1)</script>',
      items: TEXTS.map((text, index) => ({
        sku: `sku-${index}`,
        name: text,
        description: text,
        quantity: 1,
      })),
      price_decimal: 5,
      currency: 'USD',
      coupons_enabled: true,
      player_info: {
        name: everything,
        custom_attributes: Object.fromEntries(TEXTS.map((text, i) => [`a${i}`, text])),
      },
      metadata: Object.fromEntries(TEXTS.map((text) => [text, text])),
      back_to_game_url: 'mygame://x?"><script>alert(1)</script>',
      ui_settings: { show_player_info: true },
    });
    await setup.call('/s2s/v1/coupons', {
      name: everything.slice(0, 200),
      code: '"><x-evil>',
      type: 'non_benefit',
    });
    await fetch(`${setup.url}/s2s/v1/${encodeURIComponent(TEXTS.slice(0, 20).join(' '))}`);
    const open = async (path: string) => {
      await page.goto(path, { waitUntil: 'load' });
      expect(await page.locator('x-evil, [onerror], [onload], iframe, main style').count()).toBe(0);
    };
    await open(`/order/${id}`);
    await page.getByTestId('coupon-code').fill('"><img src=x onerror=alert(1)>');
    await page.getByTestId('coupon-apply').click();
    await page.getByTestId('error-coupon').getByText('We don’t know').waitFor();
    await setup.call(`/_emulator/orders/${id}/pay`, { card: '4242424242424242' });
    await page.locator('main[data-state="undelivered"]').waitFor();
    await open(`/order/${id}/receipt`);
    await open(`${ROOT}/orders/${id}`);
    await page.evaluate(
      "document.querySelectorAll('details').forEach((details) => { details.open = true; })",
    );
    const player = await page.locator(`a[href^="${ROOT}/players/"]`).first().getAttribute('href');
    const delivery = await page.locator(`a[href^="${ROOT}/deliveries/"]`).first().getAttribute('href');
    for (const path of [player, delivery]) await open(String(path));
    const lists = [
      '',
      '/players',
      '/events',
      '/webhooks',
      '/deliveries',
      '/requests',
      '/catalogue',
      '/coupons',
    ];
    for (const list of lists) await open(ROOT + list);
    await open(`${ROOT}/orders/new?from=${id}`);
    await open(`${ROOT}/search?q=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`);
    await open(`/redeem?code=${encodeURIComponent(everything.slice(0, 400))}`);
    await open(`/hub/sandbox?player_id=${encodeURIComponent('"><svg onload=alert(1)>')}`);
    expect(dialogs).toEqual([]);
    expect(setup.errors).toEqual([]);
    expect(setup.foreignRequests).toEqual([]);
  });
});
