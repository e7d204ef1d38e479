import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { createEmulator, type EmulatorOptions } from '../../src/index.ts';
import { CheckoutPage } from '../../src/playwright.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { startReceiver } from '../support/rough-receiver.ts';

export const chromium = findChromium();

export type BrowserSetup = Awaited<ReturnType<typeof startBrowserSetup>>;

/** Starts an emulator, a receiver for its webhooks and a browser: one set for all tests of a file. */
export async function startBrowserSetup(options: EmulatorOptions = {}) {
  const receiver = await startReceiver();
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  const [{ url }, browser] = await Promise.all([emulator.start(), launchChromium(chromium ?? '')]);
  /** The pages that tests share, by the options of their contexts: a new context costs most of a second. */
  const pages = new Map<string, Page>();
  /** What pages complained about: scripts that failed, and what the content security policy refused. */
  const errors: string[] = [];
  /** Every request to another server. */
  const foreignRequests: string[] = [];

  async function send(method: string, path: string, body: object, key = 's2s_sandbox_local') {
    const answer = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** Calls the S2S API or the control API. */
  const call = (path: string, body: object = {}, key?: string) => send('POST', path, body, key);

  async function createOrder(more: object = {}, key?: string): Promise<string> {
    const body = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }], ...more };
    return String((await call('/s2s/v1/orders', body, key))['order_id']);
  }

  /** Registers the receiver as a webhook of the sandbox game. */
  const createWebhook = (events: readonly string[]) =>
    call('/s2s/v1/webhooks', { url: `${receiver.url}/webhook`, events, method: 'POST' });

  const changeSettings = (settings: object) => send('PATCH', '/_emulator/settings', settings);

  function watch(page: Page): Page {
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        errors.push(message.text());
      }
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) foreignRequests.push(request.url());
    });
    return page;
  }

  /** A page of its own context. */
  async function newPage(contextOptions: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: url, locale: 'en-US', ...contextOptions });
    return watch(await context.newPage());
  }

  /** The page that tests with these options share. */
  async function openPage(contextOptions: BrowserContextOptions = {}): Promise<Page> {
    const key = JSON.stringify(contextOptions);
    const page = pages.get(key) ?? (await newPage(contextOptions));
    pages.set(key, page);
    return page;
  }

  async function clear(page: Page): Promise<void> {
    const others = page
      .context()
      .pages()
      .filter((other) => other !== page);
    await Promise.all(others.map((other) => other.close()));
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().clearCookies();
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    await page.goto('about:blank');
  }

  async function checkoutOn(page: Page, orderId: string): Promise<CheckoutPage> {
    const checkout = new CheckoutPage(page);
    await checkout.open(`${url}/order/${orderId}`);
    return checkout;
  }

  return {
    url,
    receiver,
    errors,
    foreignRequests,
    call,
    createOrder,
    createWebhook,
    changeSettings,
    newPage,
    openPage,
    openCheckout: async (orderId: string, contextOptions?: BrowserContextOptions) =>
      checkoutOn(await openPage(contextOptions), orderId),
    /** Another tab of the same browser. */
    openTab: async ({ page }: CheckoutPage, orderId: string) =>
      checkoutOn(watch(await page.context().newPage()), orderId),
    /** For a test that closes pages which others share. */
    forgetPages: async (): Promise<void> => {
      await Promise.all([...pages.values()].map((page) => page.context().close()));
      pages.clear();
    },
    /** Puts pages, emulator and receiver back to how they started. */
    async reset(): Promise<void> {
      for (const page of pages.values()) await clear(page);
      await call('/_emulator/reset');
      receiver.always({ body: { status: 'ok' } });
      receiver.clear();
      errors.length = 0;
      foreignRequests.length = 0;
    },
    async close(): Promise<void> {
      await browser.close();
      await emulator.stop();
      await receiver.close();
    },
  };
}

/** The rules of axe-core that look at colours. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe-core finds wrong with a page in both themes, in one line each. The themes differ in nothing but colours, so
 * in the second only the rules about colours run. The page's policy lets no script in, but the debugger may.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const problems: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const rules = colorScheme === 'light' ? {} : { runOnly: COLOR_RULES };
    const { violations } = await page.evaluate<AxeResult>(
      `axe.run(${JSON.stringify({ resultTypes: ['violations'], ...rules })})`,
    );
    for (const { id, nodes } of violations) {
      problems.push(`${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    }
  }
  return problems;
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** How many pixels the page is wider than its window. */
export function sidewaysScrolling(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
