import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { controlApiDocument } from '../../scripts/control-api-document.ts';

it('docs/control-api.md is what `npm run docs` writes', () => {
  const text = readFileSync(new URL('../../docs/control-api.md', import.meta.url), 'utf8');
  expect(text).toBe(controlApiDocument());
});
