import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../test/support/browser.ts';
import type { Pace } from '../pace.ts';
import { figure, times, type Section } from '../report.ts';
import { median } from '../statistics.ts';
import { inFolder, startEmulator } from '../subjects.ts';

const BASELINE = 'a page of one word (/livez)';
const PAGE = 'checkout page';
/** Runs in the page: resolves with the moment, in milliseconds after its navigation began. */
const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list, observer) => {
    const [entry] = list.getEntriesByName('first-contentful-paint');
    if (!entry) return;
    observer.disconnect();
    resolve(entry.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

/** When a browser first paints the checkout page; without Chromium it says so. */
export async function paint(pace: Pace): Promise<Section[]> {
  const executable = findChromium();
  if (executable === null) return [section(new Map(), 'Not measured: no Chromium was found.')];
  return inFolder(async (folder) => {
    const server = await startEmulator(join(folder, 'data'));
    const browser = await launchChromium(executable);
    const urls: [string, string][] = [
      [BASELINE, `${server.url}/livez`],
      [PAGE, await newCheckout(server.url)],
    ];
    const paints = new Map<string, number[]>();
    for (let turn = 0; turn < pace.starts; turn += 1) {
      for (const [name, url] of urls)
        paints.set(name, [...(paints.get(name) ?? []), await firstPaint(browser, url)]);
    }
    await browser.close();
    await server.stop();
    return [section(paints, 'A new browser context each time, so that nothing is cached. Milliseconds.')];
  });
}

async function newCheckout(url: string): Promise<string> {
  const answer = await fetch(`${url}/s2s/v1/orders`, {
    method: 'POST',
    headers: { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' },
    body: JSON.stringify({ player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] }),
  });
  return ((await answer.json()) as { checkout_url: string }).checkout_url;
}

async function firstPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  const time = await page.evaluate(FIRST_PAINT);
  await context.close();
  return Number(time);
}

function section(paints: ReadonlyMap<string, readonly number[]>, about: string): Section {
  const baseline = median([...(paints.get(BASELINE) ?? [])]);
  const rows = [...paints].map(([name, all]) => [
    name,
    figure(median([...all])),
    times(median([...all]) / baseline),
  ]);
  return {
    heading: 'First paint',
    about,
    columns: ['', 'first contentful paint ms', 'against the baseline'],
    rows,
    goals: [],
  };
}
