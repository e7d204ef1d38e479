/**
 * Takes the README's pictures from a running emulator: `npm run screenshots`. Needs Chromium. With a directory as its
 * argument it puts there every page in both themes, from phone to wide, instead.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { createEmulator } from '../src/index.ts';
import { findChromium, launchChromium } from '../test/support/browser.ts';
import { animatedPng } from './apng.ts';

const IMAGES = 'docs/images';
const SIZE = { width: 1200, height: 820 };

const ORDERS = [
  { player: 'r2d2-c3po', item: 'Magic Crystals', sku: 'CRS-82500', price: 29.99, card: '4242424242424242' },
  { player: 'leia', item: 'Crystals', sku: 'crystals', price: 4.99, card: '4211127262112418' },
  { player: 'lando', item: 'Season Pass', sku: 'pass', price: 9.99, card: '5436031030606378' },
  { player: 'chewbacca', item: 'Bowcaster', sku: 'bow', price: 14.99, card: '4224703082575813' },
];

async function call(url: string, body: object): Promise<Record<string, string>> {
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Record<string, string>;
}

async function createOrder(url: string, { player, item, sku, price }: (typeof ORDERS)[number]) {
  return await call(`${url}/s2s/v1/orders`, {
    player_id: player,
    email: `${player}@example.com`,
    items: [{ sku, name: item }],
    price_decimal: price,
    currency: 'USD',
    back_to_game_url: 'mygame://store',
  });
}

async function picture(browser: Browser, url: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(url);
  await page.screenshot({ path: `${IMAGES}/${name}.png` });
  await page.close();
}

/** Every page of the dashboard that needs no id. */
const PAGES = [
  '',
  'players',
  'players/leia',
  'events',
  'webhooks',
  'webhooks/new',
  'deliveries',
  'requests',
  'catalogue',
  'catalogue/new',
  'coupons',
  'coupons/new',
  'subscriptions',
  'orders/new',
  'search?q=leia',
  'signature',
  'settings',
  'fidelity',
  'games',
  'nothing-here',
];

/** The lists, and the links in them to a page of one thing. */
const DETAILS = [
  ['deliveries', '[data-testid="delivery-row"] a'],
  ['events', '[data-rows] .row-link'],
  ['requests', '[data-rows] .row-link'],
  ['webhooks', 'main a[href*="/webhooks/wh_"]'],
  ['catalogue', 'main a[href*="/catalogue/itm_"]'],
] as const;

const WIDTHS = [390, 768, 1280, 1680];

async function everyPage(
  browser: Browser,
  url: string,
  orders: readonly string[],
  directory: string,
): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const root = `${url}/dashboard/sandbox`;
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.goto(root);
      const paths = [...PAGES.map((path) => `/dashboard/sandbox/${path}`), '/redeem'];
      for (const [list, link] of DETAILS) {
        await page.goto(`${root}/${list}`);
        paths.push((await page.locator(link).first().getAttribute('href')) ?? '');
      }
      for (const order of orders) paths.push(`/order/${order}`, `/dashboard/sandbox/orders/${order}`);
      for (const path of new Set(paths)) {
        await page.goto(url + path);
        const name = path.replace('/dashboard/sandbox', '').replaceAll(/\W+/g, '-');
        await page.screenshot({ path: `${directory}/${colorScheme}-${width}${name}.png`, fullPage: true });
      }
      await page.close();
    }
  }
}

const LOOP_SIZE = { width: 1040, height: 660 };

/** The loop in pictures: an order is paid, the game fails, it is fixed, and the items are granted. */
async function takeLoop(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: LOOP_SIZE });
  const frames: { png: Buffer; ms: number }[] = [];
  const take = async (ms: number) => {
    frames.push({ png: await page.screenshot(), ms });
  };
  await page.goto(`${url}/dashboard`);
  await take(1800);
  await page.locator('.row-link').first().click();
  await page.getByTestId('pay-with').waitFor();
  await take(2200);
  answer.status = 500;
  await page.getByTestId('pay-with').getByRole('button').first().click();
  await page.getByTestId('failing-delivery').waitFor();
  await take(3200);
  answer.status = 200;
  await page.getByTestId('resend').click();
  await page.getByTestId('granting-badge').getByText('granted', { exact: true }).waitFor();
  await take(3200);
  writeFileSync(`${IMAGES}/loop.png`, animatedPng(frames));
  await page.close();
}

/** What the game answers. */
const answer = { status: 200 };
const game = createServer((req, res) => {
  req.resume().on('end', () => {
    res.statusCode = answer.status;
    res.end();
  });
});
await new Promise<void>((resolve) => game.listen(0, '127.0.0.1', resolve));
const { port } = game.address() as AddressInfo;
const emulator = await createEmulator({
  webhook: `http://127.0.0.1:${port}/webhook`,
  retrySchedule: '600',
  logLevel: 'error',
});
const executable = findChromium();
if (executable === null) throw new Error('No Chromium on the path; name one with CHROMIUM_PATH.');
const browser = await launchChromium(executable);
const { url } = await emulator.start();
const orders: string[] = [];
for (const order of ORDERS) {
  const { order_id: id = '' } = await createOrder(url, order);
  await call(`${url}/_emulator/orders/${id}/pay`, { card: order.card });
  orders.push(id);
}
const [first] = ORDERS;
const [, , directory] = process.argv;
if (!first) throw new Error('no orders');
if (directory !== undefined) {
  const { order_id: open = '' } = await createOrder(url, first);
  await everyPage(browser, url, [...orders, open], directory);
} else {
  mkdirSync(IMAGES, { recursive: true });
  const { checkout_url: checkout = '' } = await createOrder(url, first);
  await picture(browser, checkout, 'checkout');
  await picture(browser, `${url}/dashboard`, 'dashboard');
  await takeLoop(browser, url);
}
await browser.close();
await emulator.stop();
game.close();
