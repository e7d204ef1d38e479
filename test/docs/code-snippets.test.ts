import { createContext, runInContext } from 'node:vm';
import type { Page } from 'playwright-core';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as library from '../../src/index.ts';
import * as playwright from '../../src/playwright.ts';
import { environmentName } from '../../src/settings/definitions.ts';
import { settingFlags } from '../../src/settings/command-line.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { startReceiver } from '../support/rough-receiver.ts';
import { DOCUMENTS, snippetsIn, titleOf, type Snippet } from './snippets.ts';

const VISA = '4242424242424242';
const ORDER = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };
const chromium = findChromium();

type Test = (name: string, body: (fixtures: object) => Promise<void>) => void;

/** Names that a snippet uses without declaring them, and what its `require` finds. */
interface Surroundings {
  readonly names: Readonly<Record<string, unknown>>;
  /** What `test` was called with. */
  readonly tests: ((fixtures: object) => Promise<void>)[];
}

async function startEmulator(options: library.EmulatorOptions = {}): Promise<library.Emulator> {
  const emulator = await library.createEmulator({ logLevel: 'silent', ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

async function openReceiver(): Promise<string> {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  return receiver.url;
}

async function openPage(): Promise<Page> {
  const browser = await launchChromium(chromium ?? '');
  onTestFinished(() => browser.close());
  return browser.newPage();
}

/** A container whose settings are those of an emulator in this process. */
class GenericContainer {
  readonly withExposedPorts = (): this => this;
  readonly withWaitStrategy = (): this => this;
  readonly withEnvironment = (env: object): this => {
    expect(Object.keys(settingFlags()).map(environmentName)).toEqual(
      expect.arrayContaining(Object.keys(env)),
    );
    return this;
  };
  async start() {
    const { hostname, port } = new URL((await startEmulator()).url);
    return { getHost: () => hostname, getMappedPort: () => port };
  }
}

/** An order that is refunded after the game has failed twice, as a snippet expects it. */
async function refundedOrder(emulator: library.Emulator): Promise<string> {
  const { order_id: id } = await emulator.orders.create(ORDER);
  await emulator.orders.pay(id, { card: VISA });
  await emulator.deliveries.run({ until: 'settled' });
  await emulator.orders.refund(id, { reason: 'asked' });
  await emulator.settled(id);
  return id;
}

/** Only what the snippet names is made: a browser and a second emulator take time. */
async function surroundingsOf({ text }: Snippet): Promise<Surroundings> {
  const tests: Surroundings['tests'] = [];
  const test: Test & { use?: unknown } = (_name, body) => void tests.push(body);
  test.use = () => undefined;
  const names: Record<string, unknown> = { expect, test, GenericContainer, Wait: { forHttp: () => null } };
  const createEmulator = async (options: library.EmulatorOptions = {}) => {
    const { webhook } = options;
    // Whatever listens at the address of the snippet must not be asked.
    const url = webhook === undefined ? undefined : await openReceiver();
    const emulator = await startEmulator({
      ...options,
      webhook: typeof webhook === 'object' ? { ...webhook, url: url ?? '' } : url,
    });
    names['orderId'] = (await emulator.orders.create(ORDER)).order_id;
    return emulator;
  };
  Object.assign(names, { createEmulator, connect: library.connect });
  names['require'] = (name: string): unknown =>
    ({
      'aghanim-emulator': { ...library, createEmulator },
      'aghanim-emulator/vitest': { test },
      'aghanim-emulator/playwright': playwright,
      '@playwright/test': { test: { extend: () => test } },
    })[name];
  if (/\breceiver\b|timeline/.test(text)) {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    receiver.answer({ status: 500 }, { status: 500 });
    names['receiver'] = receiver;
    names['emulator'] = await startEmulator({ webhook: receiver.url, retrySchedule: '60,60,60' });
  }
  if (text.includes('timeline')) names['id'] = await refundedOrder(names['emulator'] as library.Emulator);
  if (/\bpage\b/.test(text)) {
    names['page'] = await openPage();
    const created = await (await startEmulator()).orders.create(ORDER);
    names['order'] = created;
  }
  return { names, tests };
}

async function run(snippet: Snippet): Promise<void> {
  const { names, tests } = await surroundingsOf(snippet);
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const isModule = /^(?:import|export) /m.test(snippet.text);
  // In a module, `await` may stand outside functions; what is transpiled runs in one.
  const [imports, body] = isModule ? splitImports(snippet.text) : ['', snippet.text];
  const code = ts.transpileModule(`${imports}\nexport const done = (async () => {\n${body}\n})();`, {
    compilerOptions,
  }).outputText;
  const exported: { done?: Promise<void> } = {};
  Object.assign(names, { exports: exported, Symbol, SuppressedError: Error });
  runInContext(code, createContext(names), { timeout: 10_000 });
  await exported.done;
  for (const body of tests) {
    const emulator = await startEmulator();
    const page = snippet.text.includes('checkout') ? await openPage() : null;
    await body({ emulator, checkout: page && new playwright.CheckoutPage(page) });
  }
}

function splitImports(text: string): readonly [imports: string, rest: string] {
  const lines = text.split('\n');
  const isImport = (line: string): boolean => line.startsWith('import ');
  return [lines.filter(isImport).join('\n'), lines.filter((line) => !isImport(line)).join('\n')];
}

const SNIPPETS = DOCUMENTS.flatMap(snippetsIn)
  .filter(({ language }) => language === 'ts')
  .map((snippet) => [titleOf(snippet), snippet] as const);

describe('the TypeScript of the documents runs', () => {
  it.for(SNIPPETS)('%s', { timeout: 120_000 }, async ([, snippet], { skip }) => {
    const needsBrowser = /\bpage\b|checkout/.test(snippet.text);
    if (needsBrowser && chromium === null) skip('Chromium is not installed');
    await run(snippet);
  });
});
