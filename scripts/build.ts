/**
 * Builds `dist`, as `package.json` points to it: the program, bundled, with its licences, and its declarations.
 *
 * Reading hundreds of small files took half of a start. Bundled is our own code with the packages that it imports from
 * the devDependencies, which each start needs; `dependencies` stay outside, loaded by the first request that needs
 * them. The code is CommonJS, which both `import` and `require` can load: the ES modules `dist/*.js` only re-export it,
 * so that one process never has two copies of the emulator and of its error classes.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown, type OutputChunk } from 'rolldown';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { noticesOf } from './notices.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const external = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];

/** What can be imported; the last entry is the command. */
const LIBRARIES = { index: 'src/index.ts', jest: 'src/jest.ts', playwright: 'src/playwright.ts' };

/** What every entry needs, and `index` exports. */
const SHARED = /\/in-process\.ts$/;

/** What can only be imported, because vitest can. */
const MODULE_ONLY = { vitest: 'src/vitest.ts' };

async function bundle(): Promise<readonly OutputChunk[]> {
  const build = await rolldown({
    input: { ...LIBRARIES, cli: 'src/cli.ts' },
    platform: 'node',
    external: external.map((name) => new RegExp(`^${name}(/|$)`)),
    tsconfig: 'tsconfig.json',
    transform: { target: 'node20.19' },
  });
  const { output } = await build.write({
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  await build.close();
  return output.filter((file) => file.type === 'chunk');
}

function writeModule({ name, exports }: OutputChunk): void {
  writeFileSync(`dist/${name}.js`, `export { ${exports.join(', ')} } from './${name}.cjs';\n`);
}

/** The module imports the emulator from `index.js`, so that there is one copy of it. */
async function writeModuleOnly(name: string, input: string): Promise<void> {
  const build = await rolldown({
    input,
    platform: 'node',
    external: [...external, SHARED],
    tsconfig: 'tsconfig.json',
    transform: { target: 'node20.19' },
  });
  await build.write({
    file: `dist/${name}.js`,
    format: 'esm',
    paths: (id) => (id.endsWith('/in-process.ts') ? './index.js' : id),
  });
  await build.close();
}

/**
 * The declarations that an entry exports, in one file for each module system. The other entries take the emulator's from
 * those of `index`, so that it has the same type everywhere.
 */
async function writeDeclarations(name: string, input: string, extensions: readonly string[]): Promise<void> {
  const shared = name === 'index' ? [] : [SHARED];
  const build = await rollup({ input, external: [...external, /^node:/, ...shared], plugins: [dts()] });
  for (const extension of extensions) {
    const index = `./index.${extension.replace('t', 'j')}`;
    const paths = (id: string): string => (id.endsWith('/in-process.ts') ? index : id);
    const { output } = await build.generate({ format: 'es', paths });
    writeFileSync(`dist/${name}.d.${extension}`, output[0].code);
  }
  await build.close();
}

rmSync('dist', { recursive: true, force: true });
const chunks = await bundle();
for (const chunk of chunks) if (chunk.name in LIBRARIES) writeModule(chunk);
for (const [name, input] of Object.entries(MODULE_ONLY)) await writeModuleOnly(name, input);
for (const [name, input] of Object.entries(LIBRARIES)) await writeDeclarations(name, input, ['ts', 'cts']);
for (const [name, input] of Object.entries(MODULE_ONLY)) await writeDeclarations(name, input, ['ts']);
writeFileSync('dist/NOTICES.txt', noticesOf(chunks.flatMap(({ modules }) => Object.keys(modules))));
