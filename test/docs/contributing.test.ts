import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const TEXT = readFileSync(new URL('CONTRIBUTING.md', ROOT), 'utf8');

/** The paths below `src` in the drawing of the architecture, from top to bottom; folders have no slash at their end. */
function drawnPaths(): string[] {
  const [, drawing = ''] = /```\nsrc\/\n([^]*?)\nviews\//.exec(TEXT) ?? [];
  let parent = '';
  return drawing.split('\n').map((line) => {
    const [, indent = '', name = ''] = /^( +)(\S+)/.exec(line) ?? [];
    const path = indent.length === 2 ? name : parent + name;
    if (indent.length === 2) parent = name;
    return path.replace(/\/$/, '');
  });
}

async function readLayers(): Promise<Readonly<Record<string, readonly string[]>>> {
  const module = (await import(new URL('eslint/import-direction.js', ROOT).href)) as {
    LAYERS: Readonly<Record<string, readonly string[]>>;
  };
  return module.LAYERS;
}

describe('the drawing in CONTRIBUTING.md', () => {
  it('has every folder that the lint rule knows, and only what exists', async () => {
    const paths = drawnPaths();
    expect(Object.keys(await readLayers()).filter((layer) => !paths.includes(layer))).toEqual([]);
    expect(paths.filter((path) => !existsSync(new URL(`src/${path}`, ROOT)))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('has below each folder all that it may import', async () => {
    const paths = drawnPaths();
    const upward = Object.entries(await readLayers()).flatMap(([layer, targets]) =>
      targets
        .filter((target) => !layer.startsWith(`${target}/`) && paths.indexOf(target) < paths.indexOf(layer))
        .map((target) => `${layer} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });
});

describe('the text of CONTRIBUTING.md', () => {
  it('names files that exist', () => {
    const named = [...TEXT.matchAll(/`((?:src|test|domain|http|bench)\/[\w./-]+)`/g)].map(([, path = '']) =>
      /^(?:domain|http)/.test(path) ? `src/${path}` : path,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
  });

  it('names scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...TEXT.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the source code', () => {
  it('declares no type name in two files', () => {
    const files = readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' });
    const names = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const text = readFileSync(new URL(`src/${file}`, ROOT), 'utf8');
        return [...text.matchAll(/^(?:export )?(?:interface|type|(?:abstract )?class) (\w+)/gm)].map(
          ([, name = '']) => ({ name, file }),
        );
      });
    expect(names.length).toBeGreaterThan(100);
    const repeated = names.filter((one) =>
      names.some(({ name, file }) => name === one.name && file !== one.file),
    );
    expect(repeated).toEqual([]);
  });
});
