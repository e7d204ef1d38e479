import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withSettings } from '../../scripts/settings-region.ts';

describe("the README's table of settings", () => {
  it('is what `npm run docs` writes', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toBe(withSettings(readme));
  });

  it('cannot be written without its markers', () => {
    expect(() => withSettings('# No region')).toThrow('<!-- settings -->');
  });
});
