import { describe, expect, it } from 'vitest';
import { RULES, TOPICS } from '../../src/fidelity/rules.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { readSpecification } from '../../src/http/spec/document.ts';
import { createGenericApi } from '../../src/http/spec/generic.ts';
import { nextYear } from '../spec/next-year.ts';
import { createFixture } from '../support/fixture.ts';
import { ROOT, getPage } from './forms.ts';

async function text(path: string): Promise<string> {
  const { text: html } = await getPage(createFixture(), path).expect(200);
  return html;
}

describe('the fidelity page', () => {
  it('has a short address of its own and a place in the navigation', async () => {
    await getPage(createFixture(), '/dashboard/fidelity').expect(302).expect('Location', `${ROOT}/fidelity`);
    expect(await text(ROOT)).toContain(`href="${ROOT}/fidelity"`);
  });

  it('shows every rule, with an anchor, how sure it is, where it comes from and what changes it', async () => {
    const html = await text(`${ROOT}/fidelity`);
    expect(html.match(/data-testid="rule"/g)).toHaveLength(RULES.length);
    const shown = html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
    for (const { name } of TOPICS) expect(shown).toContain(name);
    for (const { id, rule } of RULES) {
      expect(shown).toContain(escaped(rule).replaceAll('`', ''));
      expect(html).toContain(`<li id="${id}"`);
    }
    expect(html).toContain('Setting: <code>--dispute-delay</code>');
    expect(html).toContain('<code>price_decimal</code> of an order');
    expect(html).toContain('Item Add Webhook, &#34;The Event Data schema&#34;');
  });

  it('shows the rules of one standing alone', async () => {
    const html = await text(`${ROOT}/fidelity?standing=specification`);
    const wanted = RULES.filter(({ standing }) => standing === 'specification');
    expect(html.match(/data-testid="rule"/g)).toHaveLength(wanted.length);
    expect(html.match(/<span class="badge info">OpenAPI/g)).toHaveLength(wanted.length + 1);
    expect(html).not.toContain('>Ids<');
    expect((await text(`${ROOT}/fidelity?standing=nonsense`)).match(/data-testid="rule"/g)).toHaveLength(
      RULES.length,
    );
  });

  it('tells of every published operation what serves it with and without a specification', async () => {
    const html = await text(`${ROOT}/fidelity`);
    expect(html.match(/>own rules</g)).toHaveLength(OPERATIONS.length);
    expect(html.match(/>(?:generic|501)</g)).toHaveLength(PUBLISHED.length - OPERATIONS.length);
    expect(html).toContain('Start with --spec FILE to serve');
  });

  it('tells of every operation of the given specification what serves it, or why nothing does', async () => {
    const generic = createGenericApi(readSpecification(JSON.stringify(nextYear())), OPERATIONS, PUBLISHED);
    const { text: html } = await getPage(createFixture({ generic }), `${ROOT}/fidelity`).expect(200);
    expect(html.match(/>own rules</g)).toHaveLength(OPERATIONS.length);
    expect(html.match(/>generic</g)).toHaveLength(generic.operations.length);
    expect(html).toContain('as version 2027.01.01 of the specification describes them');
    expect(html).toMatch(
      /disband<\/code> <span class="badge neutral">501<\/span>\s<span class="quiet">the document does not say/,
    );
  });
});

/** As EJS escapes text. */
function escaped(words: string): string {
  const entities: Record<string, string> = {
    '<': '&lt;',
    '>': '&gt;',
    '"': '&#34;',
    "'": '&#39;',
    '&': '&amp;',
  };
  return words.replace(/[<>"'&]/g, (sign) => entities[sign] ?? sign);
}
