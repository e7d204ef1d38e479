import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { Pool } from 'undici';
import { findChromium, launchChromium } from '../../test/support/browser.ts';
import { createOrder, createOrders, HEADERS, ORDER } from '../api.ts';
import { atRate } from '../load.ts';
import type { BenchOptions } from '../options.ts';
import { figure, goal, type Section } from '../report.ts';
import { quantile } from '../rounds.ts';
import { inFolder, startEmulator } from '../server.ts';

const RATE = 500;
/** How long after a key a person does not yet notice the wait, in milliseconds. */
const LIMIT_MS = 100;
const KEY_PAUSE_MS = 120;

/** From each key to the next frame that the browser paints, as its Event Timing API measures it, and each long task. */
const OBSERVE = `
  window.keyTimes = [];
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') keyTimes.push(duration);
  }).observe({ type: 'event', durationThreshold: 16 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  }).observe({ type: 'longtask' });
`;

interface Answers {
  readonly name: string;
  readonly keys: number;
  /** Milliseconds. Keys that were answered within 16 ms are counted as 16. */
  readonly times: readonly number[];
  readonly longTasks: readonly number[];
}

/** How fast live pages answer keys while orders come in; without Chromium it says so. */
export async function live(options: BenchOptions): Promise<Section[]> {
  const executable = findChromium();
  if (executable === null) return [section([], 'Not measured: no Chromium was found.')];
  return inFolder(async (folder) => {
    const server = await startEmulator(join(folder, 'data'));
    const browser = await launchChromium(executable);
    await createOrders(server.url, 200);
    const order = await createOrder(server.url);
    const root = `${server.url}/dashboard/sandbox`;
    const seconds = options.seconds * 3;
    const calm = await typing(browser, root, '#q', seconds);
    const load = underLoad(server.url, seconds + 2);
    const [list, detail] = await Promise.all([
      typing(browser, root, '#q', seconds),
      typing(browser, `${root}/orders/${order}`, '#search', seconds),
    ]);
    await load;
    await browser.close();
    await server.stop();
    const rows = [
      { ...calm, name: 'list of orders, at rest' },
      { ...list, name: 'list of orders' },
      { ...detail, name: 'page of an order' },
    ];
    return [section(rows, ABOUT)];
  });
}

async function underLoad(url: string, seconds: number): Promise<void> {
  const pool = new Pool(url, { connections: 16 });
  const items = Array.from({ length: RATE * seconds }, () => ORDER);
  await atRate(RATE, items, async (body) => {
    const answer = await pool.request({ method: 'POST', path: '/s2s/v1/orders', headers: HEADERS, body });
    await answer.body.dump();
  });
  await pool.close();
}

/** Types and deletes text in a field for some seconds. */
async function typing(
  browser: Browser,
  url: string,
  field: string,
  seconds: number,
): Promise<Omit<Answers, 'name'>> {
  const page: Page = await browser.newPage();
  await page.goto(url);
  await page.locator(field).focus();
  // A new page still compiles its script.
  await pause(1000);
  await page.evaluate(OBSERVE);
  const until = performance.now() + seconds * 1000;
  let keys = 0;
  while (performance.now() < until) {
    // Most of the time the field is as it was, so that the page goes on being refreshed.
    for (const key of ['a', 'Backspace']) await page.keyboard.press(key);
    keys += 2;
    await pause(KEY_PAUSE_MS);
  }
  await pause(500);
  const measured = await page.evaluate<{ keyTimes: number[]; longTasks: number[] }>(
    '({ keyTimes, longTasks })',
  );
  await page.close();
  const fast = Array.from({ length: Math.max(0, keys - measured.keyTimes.length) }, () => 16);
  return { keys, times: [...measured.keyTimes, ...fast], longTasks: measured.longTasks };
}

const ABOUT =
  `With ${String(RATE)} orders created a second. From a key to the next frame that the browser paints (Event Timing API; at ` +
  'least 16 ms). Browser, emulator and the client that creates orders share the machine.';

function section(rows: readonly Answers[], about: string): Section {
  const worst = Math.max(...rows.map(({ times }) => quantile(times, 0.95)));
  return {
    heading: 'Typing on a live page',
    about,
    columns: ['', 'keys', 'p50 ms', 'p95 ms', 'longest ms', 'longest task ms'],
    rows: rows.map(({ name, keys, times, longTasks }) => [
      name,
      String(keys),
      figure(quantile(times, 0.5)),
      figure(quantile(times, 0.95)),
      figure(Math.max(...times)),
      figure(Math.max(0, ...longTasks)),
    ]),
    goals: rows.length === 0 ? [] : [goal(`p95 at most ${String(LIMIT_MS)} ms`, worst, { atMost: LIMIT_MS })],
  };
}
