/** How projects of other people use the installed package. Each function throws an Error when that fails. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

const CHECKS = `
  const emulator = await createEmulator({ retrySchedule: [100], logLevel: 'silent' });
  const { url } = emulator;
  const client = await connect(url);
  const { order_id: id } = await client.orders.create({ player_id: 'p', items: [{ sku: 'CRS-82500' }] });
  await client.orders.pay(id, { card: '4242424242424242' });
  const order = await client.settled(id);
  const { status } = await fetch(url + '/readyz');
  const page = await fetch(url + '/dashboard/sandbox');
  await emulator.stop();
  const refusal = await createEmulator({ port: 70_000 }).catch((error) => error);
  if (status !== 200 || page.status !== 200) throw new Error('the library answers ' + status + ', ' + page.status);
  if (!(refusal instanceof StartFailure)) throw new Error('a wrong port is accepted: ' + refusal);
  if (order.status !== 'paid') throw new Error('the order is ' + order.status);
  if (typeof emulatorTest !== 'function') throw new Error('there is no emulatorTest');
  if (typeof CheckoutPage !== 'function') throw new Error('there is no CheckoutPage');
`;

/** An ES module and a CommonJS module, plain JavaScript. */
export function runJavaScript(project: string): void {
  const imports = `
    import { connect, createEmulator, StartFailure } from 'aghanim-emulator';
    import { emulatorTest } from 'aghanim-emulator/jest';
    import { CheckoutPage } from 'aghanim-emulator/playwright';
    import { createRequire } from 'node:module';
    ${CHECKS}
    const required = createRequire(import.meta.url)('aghanim-emulator');
    if (required.StartFailure !== StartFailure) throw new Error('there are two copies of the library');`;
  const requires = `
    const { connect, createEmulator, StartFailure } = require('aghanim-emulator');
    const { emulatorTest } = require('aghanim-emulator/jest');
    const { CheckoutPage } = require('aghanim-emulator/playwright');
    (async () => { ${CHECKS} })();`;
  run(project, 'consumer.mjs', imports);
  run(project, 'consumer.cjs', requires);
}

const VITEST = `
import { Emulator } from 'aghanim-emulator';
import { test } from 'aghanim-emulator/vitest';
import { expect, vi } from 'vitest';

test('the fixture is an emulator, which fake timers leave alone', async ({ emulator }) => {
  vi.useFakeTimers();
  const { order_id: id } = await emulator.orders.create({ player_id: 'p', items: [{ sku: 'CRS-82500' }] });
  await emulator.orders.pay(id, { card: '4242424242424242' });
  expect((await emulator.settled(id)).status).toBe('paid');
  expect(emulator).toBeInstanceOf(Emulator);
});
`;

/** A test of vitest with the fixture. */
export function runVitest(project: string): void {
  linkPackages(project, ['vitest']);
  const folder = join(project, 'vitest');
  mkdirSync(folder);
  writeFileSync(join(folder, 'emulator.test.mjs'), VITEST);
  const vitest = join(dirname(resolve('vitest/package.json')), 'vitest.mjs');
  execFileSync(process.execPath, [vitest, 'run', '--root', folder], { cwd: folder, stdio: 'inherit' });
}

function run(project: string, file: string, source: string): void {
  writeFileSync(join(project, file), source);
  execFileSync(process.execPath, ['--unhandled-rejections=strict', file], { cwd: project, stdio: 'inherit' });
}

const TYPED = `
import {
  createEmulator,
  SettingsError,
  type Address,
  type Emulator,
  type EmulatorOptions,
} from 'aghanim-emulator';
import type { EmulatorTest } from 'aghanim-emulator/jest';
import { CheckoutPage, type CheckoutState, type PlaywrightFixtures } from 'aghanim-emulator/playwright';

const options: EmulatorOptions = { port: 0, retrySchedule: 'none', webhook: undefined, logLevel: 'silent' };
// @ts-expect-error: there is no such option.
const unknown: EmulatorOptions = { retrySchedul: 'none' };
// @ts-expect-error: a port is a number.
const wrong: EmulatorOptions = { port: '4242' };

async function main(): Promise<void> {
  // Every entry has the same emulator.
  const emulator: PlaywrightFixtures['emulator'] = await createEmulator(options);
  const same: Parameters<Parameters<EmulatorTest>[1]>[0]['emulator'] = emulator satisfies Emulator;
  const { url }: Address = await same.start();
  await emulator.stop();
  const state: CheckoutState = 'done';
  const refused = await createEmulator(unknown).catch((error: unknown) => error instanceof SettingsError);
  if (!url.startsWith('http') || refused !== true) throw new Error(CheckoutPage.name + state + String(wrong));
}

void main();
`;

/** Ways in which TypeScript finds a package. */
const TYPESCRIPT_PROJECTS = [
  { files: ['consumer.mts', 'consumer.cts'], module: 'nodenext', moduleResolution: 'nodenext' },
  { files: ['consumer.mts', 'consumer.cts'], module: 'node16', moduleResolution: 'node16' },
  // What it compiles to is for a bundler and does not run.
  { files: ['consumer.ts'], module: 'esnext', moduleResolution: 'bundler', noEmit: true },
  // TypeScript 6 refuses the old resolution unless this option is set.
  { files: ['consumer.ts'], module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
];

/** TypeScript projects, in which the declarations of packages are checked too. What they compile to runs. */
export function compileTypeScript(project: string): void {
  linkPackages(project, ['playwright-core', '@types/node']);
  for (const { files, ...options } of TYPESCRIPT_PROJECTS) {
    const folder = join(project, options.moduleResolution);
    mkdirSync(folder);
    for (const file of files) writeFileSync(join(folder, file), TYPED);
    const compilerOptions = {
      target: 'es2022',
      lib: ['esnext', 'dom'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      skipDefaultLibCheck: true,
      ...options,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    execFileSync(process.execPath, [resolve('typescript/bin/tsc'), '-p', folder], { stdio: 'inherit' });
    for (const file of 'noEmit' in options ? [] : files) {
      execFileSync(process.execPath, [join(folder, file.replace(/ts$/, 'js'))], { stdio: 'inherit' });
    }
    console.log(`TypeScript finds the package with moduleResolution ${options.moduleResolution}`);
  }
}

/** Takes packages that the consumer has besides from our own dependencies, which spares their download. */
function linkPackages(project: string, names: readonly string[]): void {
  for (const name of names) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(dirname(resolve(`${name}/package.json`)), link, 'dir');
  }
}

/** @returns the relative links and pictures of the packed README that lead nowhere */
export function brokenLinks(packageFolder: string): readonly string[] {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title));
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    if (link.startsWith('#')) return !anchors.includes(link.slice(1));
    return !existsSync(join(packageFolder, link.replace(/#.*/, '')));
  });
}

/** As GitHub makes it of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
