/** How projects of other people use the installed package. Each function throws an Error when that fails. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

const CHECKS = `
  const emulator = await createEmulator({ retrySchedule: [100], logLevel: 'silent' });
  const { url } = await emulator.start();
  const { status } = await fetch(url + '/readyz');
  const page = await fetch(url + '/dashboard/sandbox');
  await emulator.stop();
  const refusal = await createEmulator({ port: 70_000 }).catch((error) => error);
  if (status !== 200 || page.status !== 200) throw new Error('the library answers ' + status + ', ' + page.status);
  if (!(refusal instanceof StartFailure)) throw new Error('a wrong port is accepted: ' + refusal);
  if (typeof CheckoutPage !== 'function') throw new Error('there is no CheckoutPage');
`;

/** An ES module and a CommonJS module, plain JavaScript. */
export function runJavaScript(project: string): void {
  const imports = `
    import { createEmulator, StartFailure } from 'aghanim-emulator';
    import { CheckoutPage } from 'aghanim-emulator/playwright';
    import { createRequire } from 'node:module';
    ${CHECKS}
    const required = createRequire(import.meta.url)('aghanim-emulator');
    if (required.StartFailure !== StartFailure) throw new Error('there are two copies of the library');`;
  const requires = `
    const { createEmulator, StartFailure } = require('aghanim-emulator');
    const { CheckoutPage } = require('aghanim-emulator/playwright');
    (async () => { ${CHECKS} })();`;
  run(project, 'consumer.mjs', imports);
  run(project, 'consumer.cjs', requires);
}

function run(project: string, file: string, source: string): void {
  writeFileSync(join(project, file), source);
  execFileSync(process.execPath, ['--unhandled-rejections=strict', file], { cwd: project, stdio: 'inherit' });
}

const TYPED = `
import { createEmulator, SettingsError, type Address, type EmulatorOptions } from 'aghanim-emulator';
import { CheckoutPage, type CheckoutState } from 'aghanim-emulator/playwright';

const options: EmulatorOptions = { port: 0, retrySchedule: 'none', webhook: undefined, logLevel: 'silent' };
// @ts-expect-error: there is no such option.
const unknown: EmulatorOptions = { retrySchedul: 'none' };
// @ts-expect-error: a port is a number.
const wrong: EmulatorOptions = { port: '4242' };

async function main(): Promise<void> {
  const emulator = await createEmulator(options);
  const { url }: Address = await emulator.start();
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
  // TypeScript 6 refuses the old resolution unless told that it is meant.
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
