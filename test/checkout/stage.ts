import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { CheckoutPage } from '../../src/playwright.ts';
import { launchChromium } from '../support/browser.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A running emulator, a game server for its webhooks, and a browser. */
export interface Stage {
  readonly url: string;
  readonly receiver: Receiver;
  /** Creates an order and answers its id. */
  order(more?: object, key?: string): Promise<string>;
  /** Calls the control API. */
  control(path: string, body?: object): Promise<unknown>;
  /** Changes settings of the sandbox game, until the stage is cleared. */
  change(settings: object): Promise<unknown>;
  /** A fresh browser without memory of the others, at an order's page. */
  open(orderId: string, options?: BrowserContextOptions): Promise<CheckoutPage>;
  /** Another tab of the same browser. */
  openTab(checkout: CheckoutPage, orderId: string): Promise<CheckoutPage>;
  /** Everything that pages complained about: scripts that failed, things that the policy forbade. */
  readonly complaints: readonly string[];
  /** Every request to somewhere else. */
  readonly strangers: readonly string[];
  /** Forgets open browsers and what was seen. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function setStage(chromium: string, settings: EmulatorOptions = {}): Promise<Stage> {
  const receiver = await startReceiver();
  const webhook = `${receiver.url}/webhook`;
  const emulator = await createEmulator({
    webhook,
    retrySchedule: '0.05,60',
    logLevel: 'silent',
    ...settings,
  });
  const [{ url }, browser] = await Promise.all([emulator.start(), launchChromium(chromium)]);
  return new RunningStage({ url, receiver, emulator, browser });
}

interface Parts {
  readonly url: string;
  readonly receiver: Receiver;
  readonly emulator: Emulator;
  readonly browser: Browser;
}

class RunningStage implements Stage {
  readonly url: string;
  readonly receiver: Receiver;
  readonly complaints: string[] = [];
  readonly strangers: string[] = [];
  readonly #parts: Parts;
  readonly #contexts: BrowserContext[] = [];

  constructor(parts: Parts) {
    this.url = parts.url;
    this.receiver = parts.receiver;
    this.#parts = parts;
  }

  async order(more: object = {}, key = 's2s_sandbox_local'): Promise<string> {
    const body = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }], ...more };
    const answer = await this.#send('POST', '/s2s/v1/orders', body, key);
    return (answer as { order_id: string }).order_id;
  }

  control(path: string, body: object = {}): Promise<unknown> {
    return this.#send('POST', `/_emulator${path}`, body);
  }

  change(settings: object): Promise<unknown> {
    return this.#send('PATCH', '/_emulator/settings', settings);
  }

  async open(orderId: string, options: BrowserContextOptions = {}): Promise<CheckoutPage> {
    const context = await this.#parts.browser.newContext({ locale: 'en-US', ...options });
    this.#contexts.push(context);
    return this.#visit(await context.newPage(), orderId);
  }

  async openTab({ page }: CheckoutPage, orderId: string): Promise<CheckoutPage> {
    return this.#visit(await page.context().newPage(), orderId);
  }

  async clear(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
    await this.change({ auto_refund: null, retry_schedule: null });
    this.receiver.always({ body: { status: 'ok' } });
    this.receiver.clear();
    this.complaints.length = 0;
    this.strangers.length = 0;
  }

  async close(): Promise<void> {
    await this.#parts.browser.close();
    await this.#parts.emulator.stop();
    await this.receiver.close();
  }

  async #visit(page: Page, orderId: string): Promise<CheckoutPage> {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) this.complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.url)) this.strangers.push(request.url());
    });
    const checkout = new CheckoutPage(page);
    await checkout.open(`${this.url}/order/${orderId}`);
    return checkout;
  }

  async #send(method: string, path: string, body: object, key = 's2s_sandbox_local'): Promise<unknown> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}

/** What axe-core finds wrong with a page, in one line each. The page's policy lets no script in but by the debugger. */
export async function barriersOn(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>('axe.run()');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
