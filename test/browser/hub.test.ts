import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/rough-receiver.ts';
import {
  accessibilityProblems,
  chromium,
  sidewaysScrolling,
  startBrowserSetup,
  type BrowserSetup,
} from './setup.ts';

const EVIL = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** Hebrew, a right-to-left override, a long word, and what a careless page takes for a template. */
const ODD = `שלום\u202eabc ${'W'.repeat(300)} <%= 1 %> {{1}} %s`;

const LEIA = { player_id: 'leia', name: EVIL, attributes: { level: 7, [EVIL]: ODD } };

let setup: BrowserSetup;
let answers: Map<string, Answer>;

/** The text of the part of a page; empty if there is none. */
async function textOf(page: Page, testId: string): Promise<string> {
  const part = page.locator(`[data-testid="${testId}"]`);
  return (await part.count()) === 0 ? '' : part.innerText();
}

async function logIn(page: Page): Promise<void> {
  await page.goto('/hub');
  await page.fill('[data-testid="hub-player-field"]', 'leia');
  await page.click('[data-testid="hub-submit"]');
}

async function expectSound(page: Page): Promise<void> {
  expect(await page.title()).not.toBe('owned');
  expect(await sidewaysScrolling(page)).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
}

describe.skipIf(chromium === null)('the hub in a browser (skipped without Chromium)', () => {
  beforeAll(async () => {
    setup = await startBrowserSetup();
  });
  afterEach(async () => {
    expect(setup.errors).toEqual([]);
    expect(setup.foreignRequests).toEqual([]);
    await setup.reset();
  });
  afterAll(() => setup.close());

  async function openHub(events: readonly string[]): Promise<Page> {
    answers = new Map();
    setup.receiver.always(({ text }) => {
      const { event_type: type } = JSON.parse(text) as { event_type: string };
      return answers.get(type) ?? { body: { status: 'ok' } };
    });
    await setup.createWebhook(events);
    return setup.openPage();
  }

  it('shows what a hostile game answers as text', async () => {
    const page = await openHub(['player.verify', 'store.get', 'player.lookup']);
    answers.set('player.verify', { body: LEIA });
    answers.set('store.get', { body: { items: [{ sku: EVIL, name: ODD, price: 100 }, { sku: ODD }] } });
    await logIn(page);
    expect(await textOf(page, 'hub-player')).toBe(EVIL);
    await expectSound(page);
    const data = [{ name: EVIL, player: { account_id: ODD, server: { id: EVIL, name: EVIL } } }];
    answers.set('player.lookup', { body: { status: 'ok', data } });
    await page.goto('/hub');
    await page.fill('[data-testid="hub-account-field"]', EVIL);
    await page.click('[data-testid="hub-lookup-submit"]');
    expect(await textOf(page, 'hub-character')).toContain('onerror');
    await expectSound(page);
  });

  it.each([
    ['refuses in plain text', { status: 403, body: 'declined' }, 'respond with {"player_id"'],
    ['refuses with markup', { status: 400, body: { message: EVIL } }, 'onerror'],
    ['answers something else', { body: { status: 'ok' } }, '"player_id" is missing'],
    ['answers a page', { status: 500, body: `<!doctype html><p>${ODD}` }, 'HTTP 500'],
  ])('says why a player cannot log in when the game %s', async (_what, answer, text) => {
    const page = await openHub(['player.verify']);
    answers.set('player.verify', answer);
    await logIn(page);
    expect(await textOf(page, 'hub-problem')).toContain(text);
    expect(await page.inputValue('[data-testid="hub-player-field"]')).toBe('leia');
    await expectSound(page);
  });

  it('keeps the player logged in when a purchase fails, and sells afterwards', async () => {
    const page = await openHub(['player.verify', 'store.get']);
    const offer = { sku: 'DYNAMIC', name: 'Dragon', price: 500 };
    answers.set('player.verify', { body: { ...LEIA, name: 'Leia' } });
    answers.set('store.get', { body: { items: [offer] } });
    await logIn(page);
    answers.set('store.get', { body: { items: [{ ...offer, currency: 'GOLD' }] } });
    await page.click('[data-testid="hub-buy"]');
    expect(await textOf(page, 'hub-problem')).toContain('This item cannot be sold');
    expect(await textOf(page, 'hub-player')).toBe('Leia');
    await expectSound(page);
    answers.set('store.get', { status: 500, body: 'oops' });
    await page.click('[data-testid="hub-buy"]');
    expect(await textOf(page, 'hub-problem')).toContain('HTTP 500');
    expect(await textOf(page, 'hub-player')).toBe('Leia');
    await expectSound(page);
    answers.set('store.get', { body: { items: [offer] } });
    await logIn(page);
    await page.click('[data-testid="hub-buy"]');
    await page.locator('[data-testid="checkout"]').waitFor();
  });
});
