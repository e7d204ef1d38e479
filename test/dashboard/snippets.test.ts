import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { verificationSnippets } from '../../src/http/dashboard/snippets.ts';
import { createFixture } from '../support/fixture.ts';
import { getPage, ROOT } from './forms.ts';

const SNIPPETS = verificationSnippets();

it('the signature lab shows the function of each of the seven example backends, and so does the page of webhooks', async () => {
  expect(SNIPPETS.map(({ language }) => language)).toEqual([
    'TypeScript',
    'JavaScript',
    'Python',
    'Go',
    'Ruby',
    'PHP',
    'Java',
  ]);
  for (const path of ['/signature', '/webhooks']) {
    const { text } = await getPage(createFixture(), `${ROOT}${path}`).expect(200);
    const shown = text
      .replaceAll(/&#34;|&quot;/g, '"')
      .replaceAll(/&#39;/g, "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    for (const snippet of SNIPPETS) expect(shown).toContain(snippet.text);
  }
});

it.each(SNIPPETS)('the function in $language is the one that its example calls', ({ file, text }) => {
  const source = readFileSync(file, 'utf8');
  const [, name = ''] = /(?:function|def|func|boolean) (\w+\??)\(/.exec(text) ?? [];
  const unindented = source.replaceAll(/^ {2}/gm, '');
  const rest = [source, unindented].find((one) => one.includes(text))?.replace(text, '');
  expect(rest).toContain(`${name}(`);
  expect(text).toMatch(/sha256/i);
  expect(text).toMatch(/\btolerance\b/i);
});

it('the image for Docker and the package contain the files', () => {
  expect(readFileSync('Dockerfile', 'utf8')).toContain('COPY examples examples');
  expect(readFileSync('.dockerignore', 'utf8')).toContain('!examples');
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  expect(files).toContain('examples');
});
