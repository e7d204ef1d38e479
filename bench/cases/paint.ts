import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../test/support/browser.ts';
import type { BenchOptions } from '../options.ts';
import { figure, goal, times, type Section } from '../report.ts';
import { median } from '../rounds.ts';
import { inFolder, startEmulator } from '../server.ts';

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
export async function paint(options: BenchOptions): Promise<Section[]> {
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
    for (let round = 0; round < options.starts; round += 1) {
      for (const [name, url] of urls)
        paints.set(name, [...(paints.get(name) ?? []), await firstPaint(browser, url)]);
    }
    await browser.close();
    await server.stop();
    return [section(paints, 'A new browser context each time, so that nothing is cached. Milliseconds.')];
  });
}

async function newCheckout(url: string): Promise<string> {
  const response = await fetch(`${url}/s2s/v1/orders`, {
    method: 'POST',
    headers: { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' },
    body: JSON.stringify({ player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] }),
  });
  return ((await response.json()) as { checkout_url: string }).checkout_url;
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
  const medians = new Map([...paints].map(([name, all]) => [name, median([...all])]));
  const baseline = medians.get(BASELINE) ?? Number.NaN;
  const rows = [...medians].map(([name, time]) => [name, figure(time), times(time / baseline)]);
  const checkout = medians.get(PAGE);
  return {
    heading: 'First paint',
    about,
    columns: ['', 'first contentful paint ms', 'against the baseline'],
    rows,
    goals:
      checkout === undefined
        ? []
        : [goal('at most 2 × the page of one word', checkout / baseline, { atMost: 2 })],
  };
}
