import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromium, startBrowserSetup, type BrowserSetup } from './setup.ts';

const ROOT = '/dashboard/sandbox';
const VISA = '4242424242424242';
let setup: BrowserSetup;
let page: Page;
/** Clicks of the person, as the page sees them. */
let clicks = 0;

const row = (id: string) => page.locator(`[id="${id}"]`);

/** An order that is paid, and whose game answers 500. */
async function failedOrder(): Promise<string> {
  setup.receiver.always({ status: 500 });
  await setup.createWebhook(['item.add']);
  const id = await setup.createOrder();
  await setup.call(`/_emulator/orders/${id}/pay`, { card: VISA });
  await setup.receiver.received(1);
  return id;
}

/** The tasks of the table in docs/dashboard.md, each from the list of transactions. */
describe.skipIf(chromium === null)('clicks from the open dashboard (skipped without Chromium)', () => {
  beforeAll(async () => {
    setup = await startBrowserSetup({ retrySchedule: 'none' });
    page = await setup.openPage();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.exposeFunction('countClick', () => {
      clicks += 1;
    });
    await page.addInitScript(
      "document.addEventListener('click', ({ isTrusted, detail }) => isTrusted && detail > 0 && countClick(), true)",
    );
  });
  afterAll(() => setup.close());
  beforeEach(async () => {
    await setup.reset();
    clicks = 0;
  });

  it('paying an order takes 1', async () => {
    const id = await setup.createOrder();
    await page.goto(ROOT);
    await row(id).getByTestId('row-pay').click();
    await row(id).getByText('paid', { exact: true }).waitFor();
    expect(clicks).toBe(1);
  });

  it('declining an order takes 1', async () => {
    const id = await setup.createOrder();
    await page.goto(ROOT);
    await row(id).getByTestId('row-decline').click();
    await row(id).locator('.why').waitFor();
    expect(clicks).toBe(1);
  });

  it('refunding an order takes 2', async () => {
    const id = await setup.createOrder();
    await setup.call(`/_emulator/orders/${id}/pay`, { card: VISA });
    await page.goto(ROOT);
    await row(id).locator('.row-link').click();
    await page.getByTestId('refund').click();
    await page.getByText('Refunded in full').waitFor();
    expect(clicks).toBe(2);
  });

  it('seeing why the game got nothing takes none, and 1 for the whole answer and the fix', async () => {
    const id = await failedOrder();
    await page.goto(ROOT);
    await row(id)
      .locator('.why')
      .getByText(/^HTTP 500/)
      .waitFor();
    expect(clicks).toBe(0);
    await row(id).locator('.why').click();
    await page.getByText('Fix:').first().waitFor();
    expect(clicks).toBe(1);
  });

  it('resending an event takes 1', async () => {
    const id = await failedOrder();
    await page.goto(ROOT);
    setup.receiver.always({ status: 200 });
    await row(id).getByTestId('row-resend').click();
    await row(id).getByText('granted', { exact: true }).waitFor();
    expect(clicks).toBe(1);
  });

  it('copying a signed curl command takes 1', async () => {
    const id = await failedOrder();
    await page.goto(ROOT);
    await row(id).getByRole('button', { name: 'curl' }).click();
    await row(id).getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(
      /^curl .*X-Aghanim-Signature: \w{64}/s,
    );
    expect(clicks).toBe(1);
  });

  it('seeing the last order of a player takes 1', async () => {
    await setup.createOrder({ player_id: 'leia' });
    const last = await setup.createOrder({ player_id: 'leia' });
    const other = await setup.createOrder({ player_id: 'han' });
    await page.goto(ROOT);
    await row(last).getByRole('link', { name: 'leia' }).click();
    await page.getByRole('heading', { name: 'Player leia' }).waitFor();
    expect(await page.getByTestId('order-row').first().getAttribute('id')).toBe(last);
    expect(await row(other).count()).toBe(0);
    expect(clicks).toBe(1);
  });

  it('creating an order with three items takes one form', async () => {
    await setup.createOrder();
    await page.goto(ROOT);
    await page.getByTestId('new-order').click();
    for (const [index, sku] of ['sword', 'shield', 'boots'].entries()) {
      await page.getByLabel(`SKU of item ${index + 1}`).fill(sku);
      await page.getByLabel(`Name of item ${index + 1}`).fill(sku);
      await page.getByLabel(`Price of item ${index + 1}`).fill('100');
    }
    await page.locator('[name="player_id"]').fill('leia');
    await page.locator('[name="currency"]').selectOption('USD');
    await page.getByTestId('create-order').click();
    await page.waitForURL(/orders\/ord_/);
    for (const sku of ['sword', 'shield', 'boots']) await page.getByText(sku).first().waitFor();
    expect(clicks).toBe(2);
  });
});
