import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';

const chromium = findChromium();
/** Axe looks at a dozen pages, each for a second or two. */
const AXE_TIMEOUT_MS = 90_000;
const VISA = '4242424242424242';

describe.skipIf(chromium === null)('the dashboard in a browser (skipped without Chromium)', () => {
  let browser: Browser;
  let emulator: Emulator;
  let receiver: Receiver;
  let url: string;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    receiver = await startReceiver();
    emulator = await createEmulator({ logLevel: 'error', retrySchedule: 'none' });
    ({ url } = await emulator.start());
    page = await open({});
  });
  afterEach(async () => {
    await page.context().close();
    await emulator.stop();
    await receiver.close();
  });

  async function open(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ baseURL: url, ...options });
    return context.newPage();
  }

  async function call(path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  }

  const register = (events: readonly string[]) =>
    call('/s2s/v1/webhooks', { url: `${receiver.url}/hook`, events, method: 'POST' });

  async function order(): Promise<string> {
    const made = await call('/s2s/v1/orders', { player_id: 'leia', items: [{ sku: 'CRS-82500' }] });
    return String(made['order_id']);
  }

  const pay = (id: string) => call(`/_emulator/orders/${id}/pay`, { card: VISA });

  it('shows an order being paid without a reload, and refunds it', async () => {
    await register(['item.add', 'item.remove']);
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
    const received = await receiver.received(2);
    expect(received.map(({ text }) => (JSON.parse(text) as { event_type: string }).event_type)).toEqual([
      'item.add',
      'item.remove',
    ]);
    expect(await page.getByTestId('refund').count()).toBe(0);
    expect(page.url()).not.toContain('done=');
  });

  it('registers a webhook, changes it and sends it a test event', async () => {
    await page.goto('/dashboard/sandbox/webhooks');
    await page.getByTestId('new-webhook').click();
    await page.getByLabel('URL of your game server').fill('nonsense');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('Not a valid webhook URL').waitFor();
    await page.getByLabel('URL of your game server').fill(`${receiver.url}/hook`);
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
    const [request] = await receiver.received(1);
    expect(JSON.parse(request?.text ?? '')).toMatchObject({ event_type: 'fraud.reported', trigger: 'test' });
  });

  it('resends what was given up', async () => {
    receiver.always({ status: 500 });
    await register(['item.add']);
    const id = await order();
    await page.goto(`/dashboard/orders/${id}`);
    await pay(id);
    await page.getByText('no attempt to deliver item.add was answered').waitFor();
    await page.goto('/dashboard');
    await page.getByRole('link', { name: '1 delivery was given up' }).click();
    receiver.always({ status: 200 });
    await page.getByTestId('resend-all').click();
    await page.getByTestId('delivery-row').getByText('delivered').waitFor();
    const [first, second] = await receiver.received(2);
    expect(second?.text).toBe(first?.text);
  });

  it('leaves what is being typed alone, and catches up when that is done', async () => {
    const id = await order();
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
    await call(`/_emulator/orders/${id}/fraud`, {});
    await told;
    await reason.pressSequentially('tence');
    expect(await reason.inputValue()).toBe('Half a sentence');
    expect(await page.getByText('Fraud reported').count()).toBe(0);
    await reason.fill(untouched);
    await reason.blur();
    await page.getByText('Fraud reported').waitFor();
  });

  it('leaves open what was opened while things happen', async () => {
    await register(['item.add']);
    const id = await order();
    await pay(id);
    await receiver.received(1);
    await page.goto('/dashboard/sandbox/deliveries');
    await page.getByTestId('delivery-row').getByRole('link').first().click();
    await page.getByText('Raw, as signed').click();
    const delivery = /dlv_\w+/.exec(page.url())?.[0] ?? '';
    await page.getByText('1 attempt', { exact: true }).waitFor();
    await call(`/_emulator/deliveries/${delivery}/resend`, {});
    await page.getByText('2 attempts', { exact: true }).waitFor();
    expect(await page.locator('#body-raw').getAttribute('open')).not.toBeNull();
  });

  it('works without JavaScript', async () => {
    await register(['item.add']);
    const plain = await open({ javaScriptEnabled: false });
    await plain.goto('/dashboard');
    await plain.getByTestId('create-test-order').click();
    await plain.waitForURL(/orders\/ord_/);
    const id = /ord_\w+/.exec(plain.url())?.[0] ?? '';
    await pay(id);
    await receiver.received(1);
    await plain.reload();
    await plain.getByTestId('refund').click();
    await plain.getByText('Refunded in full').waitFor();
    await plain.getByRole('link', { name: 'Webhooks' }).click();
    await plain.getByTestId('webhook-row').getByRole('link').first().click();
    await plain.getByTestId('delete').click();
    await plain.getByTestId('confirm-delete').click();
    await plain.getByText('No webhook yet').waitFor();
    await plain.context().close();
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'has nothing for axe to find and no sideways scrolling, %s at %i px',
    async (colorScheme, width) => {
      const eyes = await open({ colorScheme, viewport: { width, height: 800 } });
      const errors: string[] = [];
      eyes.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      const look = async (path: string) => {
        await eyes.goto(path);
        expect([path, await violations(eyes), await overflow(eyes)]).toEqual([path, [], 0]);
      };
      for (const path of ['', '/webhooks', '/deliveries']) await look(`/dashboard/sandbox${path}`);
      receiver.always({ status: 400, body: { status: 'error', code: 'declined', message: 'Full' } });
      await call('/s2s/v1/coupons', { code: 'TEN', name: 'Ten', type: 'discount', discount_percent: 10 });
      const { id: hook } = await register(['item.add']);
      const id = await order();
      await eyes.goto(`/dashboard/orders/${id}`);
      await pay(id);
      await eyes.getByText('HTTP 400').first().waitFor();
      const delivery = await eyes.locator('.delivery a').first().getAttribute('href');
      const paths = [
        '',
        '/webhooks',
        '/webhooks/new',
        '/deliveries',
        '/requests',
        '/catalogue',
        '/coupons',
        '/settings',
        '/fidelity',
      ];
      for (const path of [...paths, `/orders/${id}`, `/webhooks/${String(hook)}?secret=shown`])
        await look(`/dashboard/sandbox${path}`);
      await look(delivery ?? '');
      await look('/dashboard/live');
      expect(errors).toEqual([]);
      await eyes.context().close();
    },
    AXE_TIMEOUT_MS,
  );
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  const { violations: all } = found as { violations: { id: string; nodes: { html: string }[] }[] };
  return all.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
