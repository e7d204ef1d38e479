import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { DOCUMENTS } from './snippets.ts';

const ALL = [
  ...DOCUMENTS,
  'docs/fidelity.md',
  'docs/control-api.md',
  'CONTRIBUTING.md',
  'examples/README.md',
];

/** The anchors that a Markdown renderer gives headings, and those that are written as HTML. */
function anchorsIn(text: string): readonly string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id)];
}

it.each(ALL)('%s has no dead links to files and headings', (file) => {
  const text = readFileSync(file, 'utf8').replaceAll(/^ *```.*?^ *```/gms, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const dead = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsIn(readFileSync(target, 'utf8')).includes(anchor);
    });
  expect(dead).toEqual([]);
});
