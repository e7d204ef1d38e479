/**
 * Bundles the entry points into `dist`, beside the declarations that tsc put there: finding and reading hundreds of
 * small files took half of a start. Bundled is our own code with the packages that it imports from the
 * devDependencies, which each start needs; `dependencies` stay outside, loaded by the first request that needs them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { noticesOf } from './notices.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

// The bundled CommonJS packages require Node's own modules.
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

const { metafile } = await build({
  entryPoints: ['src/cli.ts', 'src/index.ts', 'src/playwright.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [...Object.keys(dependencies), 'playwright-core'],
  banner: { js: REQUIRE },
  metafile: true,
  logLevel: 'warning',
});

writeFileSync('dist/NOTICES.txt', noticesOf(Object.keys(metafile.inputs)));
