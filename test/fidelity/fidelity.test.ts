import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fidelityDocument } from '../../src/fidelity/document.ts';
import { RULES } from '../../src/fidelity/rules.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { DEFINITIONS } from '../../src/settings/definitions.ts';

describe('docs/fidelity.md', () => {
  it('is what `npm run docs` makes of the code', () => {
    const written = readFileSync(new URL('../../docs/fidelity.md', import.meta.url), 'utf8');
    expect(written).toBe(fidelityDocument({ published: PUBLISHED, served: OPERATIONS }));
  });

  it('has every published operation, served or 501', () => {
    const document = fidelityDocument({ published: PUBLISHED, served: OPERATIONS });
    expect(document.match(/^- `\w+ \/v1/gm)).toHaveLength(PUBLISHED.length);
    expect(document.match(/\*\*served\*\*$/gm)).toHaveLength(OPERATIONS.length);
  });

  it('names only settings that there are', () => {
    const flags = Object.values(DEFINITIONS).map(({ flag }) => `--${flag}`);
    const named = RULES.flatMap(({ setting }) => setting?.split(', ') ?? []);
    expect(named.filter((flag) => !flags.includes(flag))).toEqual([]);
  });

  it('says no rule twice', () => {
    expect(new Set(RULES.map(({ rule }) => rule)).size).toBe(RULES.length);
  });
});
