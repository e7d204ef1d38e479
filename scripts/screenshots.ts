/** Takes the README's pictures from a running emulator: `npm run screenshots`. Needs Chromium. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { createEmulator } from '../src/index.ts';
import { findChromium, launchChromium } from '../test/support/browser.ts';

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

const game = createServer((req, res) => {
  req.resume().on('end', () => res.end());
});
await new Promise<void>((resolve) => game.listen(0, '127.0.0.1', resolve));
const { port } = game.address() as AddressInfo;
const emulator = await createEmulator({ webhook: `http://127.0.0.1:${port}/webhook`, logLevel: 'error' });
const executable = findChromium();
if (executable === null) throw new Error('No Chromium on the path; name one with CHROMIUM_PATH.');
const browser = await launchChromium(executable);
const { url } = await emulator.start();
mkdirSync(IMAGES, { recursive: true });
for (const order of ORDERS) {
  const { order_id: id = '' } = await createOrder(url, order);
  await call(`${url}/_emulator/orders/${id}/pay`, { card: order.card });
}
const [first] = ORDERS;
if (first) {
  const { checkout_url: checkout = '' } = await createOrder(url, first);
  await picture(browser, checkout, 'checkout');
}
await picture(browser, `${url}/dashboard`, 'dashboard');
await browser.close();
await emulator.stop();
game.close();
