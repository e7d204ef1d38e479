import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accessibilityProblems,
  chromium,
  sidewaysScrolling,
  startBrowserSetup,
  type BrowserSetup,
} from './setup.ts';

const VISA = '4242424242424242';
const ROOT = '/dashboard/sandbox';
let setup: BrowserSetup;
let page: Page;

const pay = (id: string) => setup.call(`/_emulator/orders/${id}/pay`, { card: VISA });

describe.skipIf(chromium === null)('the dashboard in a browser (skipped without Chromium)', () => {
  beforeAll(async () => {
    setup = await startBrowserSetup({ retrySchedule: 'none' });
  });
  afterAll(() => setup.close());

  describe('with JavaScript and without', () => {
    beforeEach(async () => {
      page = await setup.openPage();
    });
    afterEach(() => setup.reset());

    it('shows an order being paid without a reload, and refunds it', async () => {
      await setup.createWebhook(['item.add', 'item.remove']);
      await page.goto('/dashboard');
      await page.getByTestId('create-test-order').click();
      await page.waitForURL(/orders\/ord_/);
      const id = /ord_\w+/.exec(page.url())?.[0] ?? '';
      await pay(id);
      await page.getByText('it answered item.add with 2xx').waitFor();
      await page.getByLabel('Reason of the refund').fill('Bought twice');
      await page.getByTestId('refund').click();
      await page.getByText('Refunded in full').waitFor();
      await page.getByText('Game asked to take the items back').waitFor();
      const received = await setup.receiver.received(2);
      expect(received.map(({ text }) => (JSON.parse(text) as { event_type: string }).event_type)).toEqual([
        'item.add',
        'item.remove',
      ]);
      expect(await page.getByTestId('refund').count()).toBe(0);
      expect(page.url()).not.toContain('done=');
    });

    it('keeps the curl command of an order with three items while the form is filled in', async () => {
      await page.goto(`${ROOT}/orders/new`);
      const skus = page.getByLabel(/^SKU of item/);
      const names = page.getByLabel(/^Name of item/);
      for (const [index, sku] of ['gem', 'sword'].entries()) {
        await skus.nth(index + 1).fill(sku);
        await names.nth(index + 1).fill(sku);
      }
      await page.getByLabel('Amount').fill('12.5');
      const command = page.getByTestId('form-curl').locator('code');
      await command
        .filter({ hasText: '"price_decimal":12.5' })
        .filter({ hasText: '"sku":"sword"' })
        .waitFor();
      await page.getByTestId('create-order').click();
      await page.waitForURL(/orders\/ord_/);
      await page.getByText('Duplicate').click();
      await page.waitForURL(/from=ord_/);
      expect(await skus.nth(2).inputValue()).toBe('sword');
    });

    it('imports a game from a file that a person chooses', async () => {
      const file = { format: 'aghanim-emulator-game', version: 1, name: 'Star Miner' };
      await page.goto(`${ROOT}/settings`);
      await page.getByTestId('import-file').setInputFiles({
        name: 'game.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(file)),
      });
      await expect.poll(() => page.getByTestId('import-text').inputValue()).toContain('Star Miner');
      await page.getByTestId('import-game').click();
      await page.waitForURL(/games\/gm_\w+\/settings/);
      await page.getByText('This is the new game').waitFor();
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Star Miner');
    });

    it('registers a webhook, changes it and sends it a test event', async () => {
      await page.goto('/dashboard/sandbox/webhooks');
      await page.getByTestId('new-webhook').click();
      await page.getByLabel('URL of your game server').fill('nonsense');
      await page.getByRole('button', { name: 'Create webhook' }).click();
      await page.getByText('Not a valid webhook URL').waitFor();
      await page.getByLabel('URL of your game server').fill(`${setup.receiver.url}/hook`);
      await page.getByRole('button', { name: 'Create webhook' }).click();
      expect(await page.getByTestId('secret').locator('code').innerText()).toMatch(/^whsec_\w{32}$/);
      await page.getByText('Fraud', { exact: true }).click();
      await page.getByLabel('fraud.reported').check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Webhook saved.').waitFor();
      expect(await page.getByLabel('fraud.reported').isChecked()).toBe(true);
      await page.getByLabel('Event type').selectOption('fraud.reported');
      await page.getByTestId('send-test').click();
      await page
        .getByTestId('attempt')
        .getByText(/^HTTP 200 in/)
        .waitFor();
      const [request] = await setup.receiver.received(1);
      expect(JSON.parse(request?.text ?? '')).toMatchObject({
        event_type: 'fraud.reported',
        trigger: 'test',
      });
    });

    it('resends what was given up', async () => {
      setup.receiver.always({ status: 500 });
      await setup.createWebhook(['item.add']);
      const id = await setup.createOrder();
      await page.goto(`/dashboard/orders/${id}`);
      await pay(id);
      await page.getByText('item.add was never answered with').waitFor();
      await page.goto('/dashboard');
      await page.getByRole('link', { name: '1 delivery was given up' }).click();
      setup.receiver.always({ status: 200 });
      await page.getByTestId('resend-all').click();
      await page.getByTestId('delivery-row').getByText('delivered').waitFor();
      const [first, second] = await setup.receiver.received(2);
      expect(second?.text).toBe(first?.text);
    });

    it('leaves what is being typed alone, and catches up when that is done', async () => {
      const id = await setup.createOrder();
      await page.goto(`/dashboard/orders/${id}`);
      await pay(id);
      const reason = page.getByLabel('Reason of the refund');
      const untouched = await reason.inputValue();
      await reason.fill('Half a sen');
      const told = page.waitForEvent('console', (message) => message.text() === 'told');
      await page.evaluate(`new Promise((listening) => {
      const source = new EventSource('/dashboard/changes');
      source.addEventListener('message', () => console.log('told'));
      source.addEventListener('open', () => listening());
    })`);
      await setup.call(`/_emulator/orders/${id}/fraud`, {});
      await told;
      await reason.pressSequentially('tence');
      expect(await reason.inputValue()).toBe('Half a sentence');
      expect(await page.getByText('Fraud reported').count()).toBe(0);
      await reason.fill(untouched);
      await reason.blur();
      await page.getByText('Fraud reported').waitFor();
    });

    it('leaves open what was opened while things happen', async () => {
      await setup.createWebhook(['item.add']);
      const id = await setup.createOrder();
      await pay(id);
      await setup.receiver.received(1);
      await page.goto('/dashboard/sandbox/deliveries');
      await page.getByTestId('delivery-row').getByRole('link').first().click();
      await page.getByText('Raw, as signed').click();
      const delivery = /dlv_\w+/.exec(page.url())?.[0] ?? '';
      await page.getByText('1 attempt', { exact: true }).waitFor();
      await setup.call(`/_emulator/deliveries/${delivery}/resend`, {});
      await page.getByText('2 attempts', { exact: true }).waitFor();
      expect(await page.locator('#body-raw').getAttribute('open')).not.toBeNull();
    });

    it('pays and declines from the list with one click, and resends with one', async () => {
      setup.receiver.always({ status: 500 });
      await setup.createWebhook(['item.add']);
      const [paid, declined] = [await setup.createOrder(), await setup.createOrder()];
      await page.goto(ROOT);
      await page.locator(`[id="${paid}"]`).getByTestId('row-pay').click();
      await page.locator(`[id="${paid}"]`).getByText('HTTP 500').waitFor();
      await page.locator(`[id="${declined}"]`).getByTestId('row-decline').click();
      await page.locator(`[id="${declined}"]`).getByText('reattempted').waitFor();
      setup.receiver.always({ status: 200 });
      await page.locator(`[id="${paid}"]`).getByTestId('row-resend').click();
      await page.locator(`[id="${paid}"]`).getByText('granted', { exact: true }).waitFor();
    });

    it('goes by keys: search, palette, rows and the list of keys', async () => {
      const id = await setup.createOrder({ player_id: 'leia' });
      await page.goto(ROOT);
      await page.locator(`[id="${id}"]`).waitFor();
      await page.keyboard.press('?');
      await page.getByTestId('keys').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('#keys[open]').waitFor({ state: 'detached' });
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('search');
      await page.locator('#search').blur();
      await page.keyboard.press('Control+k');
      await page.getByTestId('palette-input').fill('leia');
      await page.locator('#palette').getByText(id).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(`orders/${id}$`));
      await page.goto(ROOT);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(`orders/${id}$`));
    });

    it('shows 25 orders and more at 1280 × 900, and opens one wherever its row is clicked', async () => {
      for (let count = 0; count < 30; count += 1) await setup.createOrder();
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(ROOT);
      const rows = page.getByTestId('order-row');
      const visible = await page.evaluate<number>(
        "[...document.querySelectorAll('.is-row')].filter((row) => row.getBoundingClientRect().bottom <= 900).length",
      );
      expect(visible).toBeGreaterThanOrEqual(25);
      const id = await rows.nth(3).getAttribute('id');
      await rows.nth(3).locator('td').nth(4).click({ force: true });
      await page.waitForURL(new RegExp(`orders/${String(id)}$`));
    });

    it('works without JavaScript', async () => {
      await setup.createWebhook(['item.add']);
      const plain = await setup.openPage({ javaScriptEnabled: false });
      await plain.goto('/dashboard');
      await plain.getByTestId('create-test-order').click();
      await plain.waitForURL(/orders\/ord_/);
      const id = /ord_\w+/.exec(plain.url())?.[0] ?? '';
      await pay(id);
      await setup.receiver.received(1);
      await plain.reload();
      await plain.getByTestId('refund').click();
      await plain.getByText('Refunded in full').waitFor();
      await plain.getByRole('link', { name: 'Webhooks' }).click();
      await plain.getByTestId('webhook-row').getByRole('link').first().click();
      await plain.getByTestId('delete').click();
      await plain.getByTestId('confirm-delete').click();
      await plain.getByText('No webhook yet').waitFor();
    });
  });

  describe('its pages', () => {
    let paths: Readonly<Record<string, string>>;

    beforeAll(async () => {
      page = await setup.openPage();
    });
    afterEach(() => {
      expect(setup.errors).toEqual([]);
    });
    afterAll(() => setup.reset());

    /** At both widths and in both themes. */
    async function expectNothingWrong(path: string): Promise<void> {
      await page.goto(path);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        expect([width, await sidewaysScrolling(page), await accessibilityProblems(page)]).toEqual([
          width,
          0,
          [],
        ]);
      }
    }

    async function firstLink(list: string, selector: string): Promise<string> {
      await page.goto(`${ROOT}${list}`);
      return (await page.locator(selector).first().getAttribute('href')) ?? '';
    }

    it.each(['', '/webhooks', '/deliveries'])(
      'have nothing for axe to find and no sideways scrolling when they are empty: %s',
      async (path) => {
        await expectNothingWrong(`${ROOT}${path}`);
      },
    );

    describe('with orders, webhooks and a declined delivery', () => {
      beforeAll(async () => {
        setup.receiver.always({ status: 400, body: { status: 'error', code: 'declined', message: 'Full' } });
        await setup.call('/s2s/v1/coupons', {
          code: 'TEN',
          name: 'Ten',
          type: 'discount',
          discount_percent: 10,
        });
        const { id: webhook } = await setup.createWebhook(['item.add']);
        const order = await setup.createOrder();
        await page.goto(`/dashboard/orders/${order}`);
        await pay(order);
        await page.getByText('HTTP 400').first().waitFor();
        const delivery = await page
          .getByTestId('failing-delivery')
          .getByRole('link')
          .first()
          .getAttribute('href');
        paths = {
          order: `${ROOT}/orders/${order}`,
          webhook: `${ROOT}/webhooks/${String(webhook)}?secret=shown`,
          delivery: delivery ?? '',
          live: '/dashboard/live',
          event: await firstLink('/events', '[data-rows] .row-link'),
          request: await firstLink('/requests', '[data-rows] .row-link'),
          item: await firstLink('/catalogue', 'main a[href*="/catalogue/itm_"]'),
        };
      });

      it.each([
        '',
        '/webhooks',
        '/webhooks/new',
        '/orders/new',
        '/catalogue/new',
        '/coupons/new',
        '/signature',
        '/nope',
        '/players',
        '/players/r2d2-c3po',
        '/events',
        '/search?q=r2d2',
        '/deliveries',
        '/requests',
        '/subscriptions',
        '/games',
        '/catalogue',
        '/coupons',
        '/settings',
        '/fidelity',
      ])('have nothing for axe to find and no sideways scrolling: %s', async (path) => {
        await expectNothingWrong(`${ROOT}${path}`);
      });

      it('have nothing for axe to find when everything on them is open', async () => {
        const openAll = "for (const one of document.querySelectorAll('details')) one.open = true";
        for (const path of [`${ROOT}?min=0`, paths['order'], paths['delivery'], `${ROOT}/signature`]) {
          await page.goto(path ?? '');
          await page.evaluate(openAll);
          expect([path, await accessibilityProblems(page)]).toEqual([path, []]);
        }
        await page.goto(ROOT);
        for (const [key, id] of [
          ['Control+k', 'palette'],
          ['?', 'keys'],
        ] as const) {
          await page.keyboard.press(key);
          await page.locator(`#${id}[open]`).waitFor();
          expect([id, await accessibilityProblems(page)]).toEqual([id, []]);
          await page.keyboard.press('Escape');
          // The next key would still go to the open dialog.
          await page.locator(`#${id}[open]`).waitFor({ state: 'detached' });
        }
      });

      it.each(['order', 'webhook', 'delivery', 'live', 'event', 'request', 'item'])(
        'have nothing for axe to find and no sideways scrolling: %s',
        async (name) => {
          await expectNothingWrong(paths[name] ?? '');
        },
      );
    });
  });
});
