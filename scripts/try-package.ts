/**
 * Packs what was built, checks the list of files, installs the tarball into an empty folder and uses it there as
 * `npx` would: start, ready line, something of everything that is loaded late, SIGTERM, exit code 0; and as a library.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SHIPPED = /^(dist\/|views\/|data\/seed\.json$|(package\.json|README\.md|LICENSE|CHANGELOG\.md)$)/;
const NEEDED = [
  'dist/cli.js',
  'dist/index.d.ts',
  'dist/NOTICES.txt',
  'data/seed.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];
const PATIENCE_MS = 30_000;
/** Each is served from another place: code, a view with a package's script, the seed. */
const SERVED = ['/readyz', '/dashboard/sandbox/catalogue', '/dashboard/idiomorph.js', '/assets/base.css'];
const LIBRARY = `
  const { createEmulator } = await import('aghanim-emulator');
  const emulator = await createEmulator();
  const { url } = await emulator.start();
  const { status } = await fetch(url + '/readyz');
  await emulator.stop();
  await import('aghanim-emulator/playwright');
  if (status !== 200) throw new Error('the library answers ' + status);
`;

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

function install(tarball: string, folder: string): string {
  mkdirSync(folder);
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, tarball], {
    cwd: folder,
    stdio: 'inherit',
  });
  return join(folder, 'node_modules', '.bin', 'aghanim-emulator');
}

async function run(bin: string, cwd: string): Promise<void> {
  const child = spawn(bin, ['--port', '0', '--ephemeral'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE_MS,
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
  const empty = join(folder, 'empty');
  await run(install(join(folder, packed.filename), empty), empty);
  execFileSync(process.execPath, ['--input-type=module', '--eval', LIBRARY], {
    cwd: empty,
    stdio: 'inherit',
  });
} finally {
  rmSync(folder, { recursive: true });
}
