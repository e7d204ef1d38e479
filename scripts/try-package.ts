/**
 * Packs what was built, checks the list of files, installs the tarball into an empty folder and uses it there: the
 * command as `npx` would, from start to SIGTERM, and the library from JavaScript and TypeScript.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { brokenLinks, compileTypeScript, runJavaScript, runVitest } from './consumers.ts';

/** What the package has; the README links to the files after `data/seed.json`. */
const SHIPPED =
  /^(dist|views|docs|examples)\/|^(data\/seed\.json|bench\/results\.md|package\.json|LICENSE|[A-Z]+\.md)$/;
const NEEDED = ['dist/cli.cjs', 'dist/NOTICES.txt', 'data/seed.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
const START_TIMEOUT_MS = 30_000;
/** Each comes from another place: code, the seed, the examples, a dependency, an asset. */
const SERVED = [
  '/readyz',
  '/dashboard/sandbox/catalogue',
  '/dashboard/sandbox/signature',
  '/dashboard/idiomorph.js',
  '/assets/base.css',
];

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

function pack(folder: string): Packed {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' })) as Packed[];
  if (!packed) throw new Error('npm pack made nothing');
  return packed;
}

function checkFiles({ files }: Packed): void {
  const paths = files.map(({ path }) => path);
  const extra = paths.filter((path) => !SHIPPED.test(path));
  if (extra.length > 0) throw new Error(`the package ships ${extra.join(', ')}`);
  const missing = NEEDED.filter((path) => !paths.includes(path));
  if (missing.length > 0) throw new Error(`the package lacks ${missing.join(', ')}`);
}

function install(tarball: string, folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, tarball], {
    cwd: folder,
    stdio: 'inherit',
  });
}

async function run(bin: string, cwd: string): Promise<void> {
  const child = spawn(bin, ['--port', '0', '--ephemeral'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: START_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let url: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    console.log(line);
    url = /^aghanim-emulator ready on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  const faults = url === undefined ? ['no ready line'] : await faultsOf(url);
  child.kill('SIGTERM');
  const [code] = await ended;
  if (code !== 0) faults.push(`exit code ${code ?? 'none'}`);
  if (faults.length > 0) throw new Error(faults.join(', '));
}

async function faultsOf(url: string): Promise<string[]> {
  const answers = await Promise.all(SERVED.map((path) => fetch(`${url}${path}`)));
  return answers.filter(({ ok }) => !ok).map((answer) => `${answer.url} answers ${answer.status}`);
}

const folder = mkdtempSync(join(tmpdir(), 'aghanim-emulator-package-'));
try {
  const packed = pack(folder);
  checkFiles(packed);
  console.log(`${packed.filename}: ${packed.files.length} files, ${packed.size} bytes`);
  const project = join(folder, 'project');
  install(join(folder, packed.filename), project);
  const links = brokenLinks(join(project, 'node_modules', 'aghanim-emulator'));
  if (links.length > 0) throw new Error(`the packed README links to ${links.join(', ')}, which it lacks`);
  await run(join(project, 'node_modules', '.bin', 'aghanim-emulator'), project);
  runJavaScript(project);
  compileTypeScript(project);
  runVitest(project);
} finally {
  rmSync(folder, { recursive: true });
}
