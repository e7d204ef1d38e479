import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/domain/model/game.ts';
import { eventFlows } from '../../src/domain/webhooks/event-flows.ts';
import { coverageOf } from '../../src/fidelity/coverage.ts';
import { fidelityDocument } from '../../src/fidelity/document.ts';
import { RULES, TOPICS } from '../../src/fidelity/rules.ts';
import { PAGE_LANGUAGES } from '../../src/http/checkout/language.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { DEFINITIONS } from '../../src/settings/definitions.ts';
import { taggedRules } from './tags.ts';

describe('docs/fidelity.md', () => {
  it('is what `npm run docs` writes', () => {
    const written = readFileSync(new URL('../../docs/fidelity.md', import.meta.url), 'utf8');
    expect(written).toBe(
      fidelityDocument(coverageOf(PUBLISHED, OPERATIONS, null), eventFlows(), PAGE_LANGUAGES),
    );
  });

  it('lists every published operation: own rules, generic or 501', () => {
    const document = fidelityDocument(coverageOf(PUBLISHED, OPERATIONS, null), eventFlows(), PAGE_LANGUAGES);
    expect(document.match(/^- `\w+ \/v1/gm)).toHaveLength(PUBLISHED.length);
    expect(document.match(/\*\*own rules\*\*$/gm)).toHaveLength(OPERATIONS.length);
    expect(document.match(/(?:generic with `--spec`|501: .+)$/gm)).toHaveLength(
      PUBLISHED.length - OPERATIONS.length,
    );
  });
});

describe('the languages of the pages', () => {
  it('are told of every published locale: texts, or that it falls back to English', () => {
    const document = fidelityDocument(coverageOf(PUBLISHED, OPERATIONS, null), eventFlows(), PAGE_LANGUAGES);
    for (const locale of LOCALES) {
      expect(document).toMatch(
        new RegExp(`^- \`${locale}\`: (?:own texts|texts of \`\\w+\`|falls back to English)$`, 'm'),
      );
    }
    expect(document).toContain('- `de`: own texts');
    expect(document).toContain('- `pt-BR`: texts of `pt`');
    expect(document).toContain('- `zh-Hant`: falls back to English');
  });
});

describe('each rule', () => {
  const ids = RULES.map(({ id }) => id);

  it('has an id of its own, in the form topic.rule-name', () => {
    expect(ids.filter((id) => !/^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is stated once', () => {
    expect(new Set(RULES.map(({ rule }) => rule)).size).toBe(RULES.length);
    expect(new Set(TOPICS.map(({ name }) => name)).size).toBe(TOPICS.length);
  });

  it('names its source when the guides document it', () => {
    const documented = RULES.filter(({ standing }) => standing === 'documented');
    expect(documented.filter(({ source }) => source === undefined)).toEqual([]);
  });

  it('names existing settings only', () => {
    const flags = Object.values(DEFINITIONS).map(({ flag }) => `--${flag}`);
    const named = RULES.flatMap(({ setting }) => setting?.split(', ') ?? []);
    expect(named.filter((flag) => !flags.includes(flag))).toEqual([]);
  });

  it('is proved by a test whose name ends with its id', () => {
    const tagged = taggedRules();
    expect(ids.filter((id) => !tagged.has(id))).toEqual([]);
  });

  it('exists: no test names an unknown one', () => {
    expect([...taggedRules()].filter(([id]) => !ids.includes(id))).toEqual([]);
  });
});
