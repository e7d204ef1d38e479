import { readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';

const SHEETS = ['tokens', 'base', 'checkout', 'dashboard', 'redeem'];

function get(path: string) {
  return request(createFixture().listener).get(path);
}

/** A file with those that it imports in their places. */
function fileOf(name: string): string {
  const file = readFileSync(new URL(`../../views/assets/${name}.css`, import.meta.url), 'utf8');
  return file.replace(/@import '\.\/(\w+)\.css';/g, (_all, imported: string) => fileOf(imported));
}

describe('a style sheet', () => {
  it.each(SHEETS)('%s.css has the rules of its file without comments and indentation', async (name) => {
    const { status, headers, text } = await get(`/assets/${name}.css`);
    expect([status, headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(text).not.toMatch(/\/\*|^\s/m);
    const bare = (sheet: string) => sheet.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, '');
    expect(bare(text)).toBe(bare(fileOf(name)));
    expect(text).not.toContain('@import');
  });
});

describe('another asset', () => {
  it('is served as its file', async () => {
    const { status, headers } = await get('/assets/checkout.js');
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it.each(['/assets/none.css', '/assets/..%2f..%2fpackage.json', '/assets/__proto__', '/assets/%00.css'])(
    'that does not exist is 404 or 400: %s',
    async (path) => {
      const { status } = await get(path);
      expect([400, 403, 404]).toContain(status);
    },
  );
});
