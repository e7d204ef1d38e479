import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { chromium, startBrowserSetup, type BrowserSetup } from './setup.ts';

const ROOT = '/dashboard/sandbox';
let setup: BrowserSetup;
let page: Page;

describe.skipIf(chromium === null)('live pages of the dashboard (skipped without Chromium)', () => {
  beforeAll(async () => {
    setup = await startBrowserSetup({ retrySchedule: 'none' });
  });
  afterAll(() => setup.close());
  beforeEach(async () => {
    await setup.reset();
    page = await setup.openPage();
  });

  it('share one stream between ten tabs, and all of them show what happens', async () => {
    const streams: string[] = [];
    page.context().on('request', (request) => {
      if (request.url().endsWith('/dashboard/changes')) streams.push(request.url());
    });
    const tabs = [page];
    for (let count = 1; count < 10; count += 1) tabs.push(await page.context().newPage());
    for (const tab of tabs) await tab.goto(ROOT);
    const id = await setup.createOrder({ player_id: 'leia' });
    for (const tab of tabs) await tab.locator(`[id="${id}"]`).waitFor();
    expect(streams).toHaveLength(1);
    await page.close();
    page = tabs[1] ?? page;
    const next = await setup.createOrder({ player_id: 'han' });
    for (const tab of tabs.slice(1)) await tab.locator(`[id="${next}"]`).waitFor();
    expect(streams).toHaveLength(2);
    for (const tab of tabs.slice(1)) await tab.close();
    await setup.forgetPages();
  });

  it('show a request that was rejected', async () => {
    await page.goto(`${ROOT}/requests`);
    await page.getByText('No request yet.').waitFor();
    const answer = await fetch(`${setup.url}/s2s/v1/orders`, { method: 'POST' });
    expect(answer.status).toBe(401);
    await page.getByTestId('request').getByText('401').first().waitFor();
  });

  it('take a message away when the order has moved on', async () => {
    await page.goto(ROOT);
    await page.getByTestId('create-test-order').click();
    await page.getByTestId('flash').waitFor();
    const id = /ord_\w+/.exec(page.url())?.[0] ?? '';
    await setup.call(`/_emulator/orders/${id}/pay`, { card: '4242424242424242' });
    await page.getByTestId('refund').waitFor();
    expect(await page.getByTestId('flash').count()).toBe(0);
  });

  it('say that the emulator has stopped, and go on by themselves when it is back', async () => {
    const first = await createEmulator({ logLevel: 'silent', port: 0 });
    const { url, port } = await first.start();
    const own = await setup.newPage({ baseURL: url });
    await own.goto(`${url}${ROOT}`);
    await first.stop();
    await own.getByTestId('lost').waitFor();
    const second = await createEmulator({ logLevel: 'silent', port });
    await second.start();
    await own.getByTestId('lost').waitFor({ state: 'hidden' });
    await own.context().close();
    await second.stop();
  });

  it('keep what is typed while hundreds of orders arrive, and ask for themselves four times a second at most', async () => {
    await setup.createOrder();
    await page.goto(ROOT);
    const field = page.locator('#q');
    await field.focus();
    let refreshes = 0;
    const count = (request: { url: () => string }): void => {
      if (request.url() === `${setup.url}${ROOT}`) refreshes += 1;
    };
    page.on('request', count);
    const began = performance.now();
    const last: string[] = [];
    for (let round = 0; round < 15; round += 1) {
      last.splice(0, 20, ...(await Promise.all(Array.from({ length: 20 }, () => setup.createOrder()))));
    }
    const limit = (performance.now() - began) / 250 + 4;
    page.off('request', count);
    expect(refreshes).toBeLessThanOrEqual(limit);
    await field.pressSequentially('leia');
    await Promise.all(Array.from({ length: 20 }, () => setup.createOrder()));
    expect(await field.inputValue()).toBe('leia');
    expect(await page.evaluate('document.activeElement.id')).toBe('q');
    await field.fill('');
    await field.blur();
    await page.locator(`[id="${last[0] ?? ''}"]`).waitFor();
  });

  it('leave room for others: eight checkout pages wait for their orders, and all of them notice', async () => {
    const pages: Page[] = [];
    const ids: string[] = [];
    for (let count = 0; count < 8; count += 1) {
      const id = await setup.createOrder();
      await setup.call(`/_emulator/orders/${id}/pay`, { card: '4242424242424242', hold: true });
      const tab = await page.context().newPage();
      await tab.goto(`/order/${id}`);
      pages.push(tab);
      ids.push(id);
    }
    for (const id of ids) await setup.call(`/_emulator/orders/${id}/resolve`, { outcome: 'succeeded' });
    for (const tab of pages) await tab.locator('main[data-state="done"]').waitFor();
  });

  it('remove every picture that cannot be loaded from the checkout', async () => {
    const items = [1, 2, 3, 4].map((index) => ({
      sku: `broken-${index}`,
      name: `Broken ${index}`,
      price: 100,
      currency: 'USD',
      image_url: `${setup.url}/assets/missing-${index}.png`,
    }));
    const checkout = await setup.openCheckout(
      await setup.createOrder({ items, price_decimal: 4, currency: 'USD' }),
    );
    await checkout.page.waitForLoadState('load');
    await checkout.page.reload();
    await expect.poll(() => checkout.page.getByTestId('item-picture').count()).toBe(0);
  });
});
