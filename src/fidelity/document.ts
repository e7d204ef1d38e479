import { countServed, resourcesOf, type CoveredOperation, type Coverage } from './coverage.ts';
import type { Rule } from './rule.ts';
import { RULES, TOPICS } from './rules.ts';

/** An event type, and what makes the emulator send it; `null` for a type that is sent only as a test. */
export interface EventFlow {
  readonly type: string;
  readonly flow: string | null;
}

/** A published locale, and the one whose words the pages have for it; `null` where they fall back to English. */
export interface PageLanguage {
  readonly locale: string;
  readonly words: string | null;
}

/** `docs/fidelity.md`: which operations are served, and how sure each rule is. `npm run docs` writes it. */
export function fidelityDocument(
  { operations }: Coverage,
  flows: readonly EventFlow[],
  languages: readonly PageLanguage[],
): string {
  const readings = RULES.filter(({ standing }) => standing === 'our reading').length;
  return [
    '# Fidelity',
    'Written from the code by `npm run docs`; edit `src/fidelity` instead.',
    '## Rules',
    `${RULES.length} rules. ${readings} of them are our reading: the documents are silent about them or disagree. ` +
      'Please report where the real platform does otherwise. The id of a rule is stable: link to it ' +
      '(`#orders.expiry-24h`), here or at `/dashboard/fidelity`. The tests that prove a rule end with its id.',
    ...TOPICS.flatMap(({ name, rules }) => [`### ${name}`, list(rules, ruleLine)]),
    '## Events',
    `What makes the emulator send each of the ${flows.length} event types that a webhook can subscribe to. Every type can be sent as a test event.`,
    list(flows, ({ type, flow }) => `\`${type}\`: ${flow ?? 'only as a test event'}`),
    '## Languages',
    `The checkout page and the redeem page in each of the ${languages.length} published locales. Numbers, money and ` +
      'dates are those of the locale, also where the words are English.',
    list(languages, ({ locale, words }) => `\`${locale}\`: ${wordsText(locale, words)}`),
    '## Operations',
    `${countServed(operations, 'own rules')} of the ${operations.length} published operations have rules of their own. ` +
      `With your copy of the published specification (\`--spec FILE\`), ${countServed(operations, 'generic')} more are ` +
      'served generically: validated by their schemas, and stateful, but without rules that no schema tells. ' +
      'The others answer 501 with the reason.',
    ...resourcesOf(operations).flatMap((resource) => [
      `### ${resource.name}`,
      list(resource.operations, operationLine),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Where the words of a page in this locale come from. */
export function wordsText(locale: string, words: string | null): string {
  if (words === null) return 'falls back to English';
  return words === locale ? 'own texts' : `texts of \`${words}\``;
}

function operationLine({ method, path, serving, reason }: CoveredOperation): string {
  const how = {
    'own rules': '**own rules**',
    generic: 'generic with `--spec`',
    'not served': `501: ${reason ?? ''}`,
  };
  return `\`${method} ${path}\`: ${how[serving]}`;
}

function ruleLine({ id, rule, standing, source, setting }: Rule): string {
  const from = source === undefined ? '' : ` (${source})`;
  const flags = setting?.split(', ').map((flag) => `\`${flag}\``);
  const change = flags === undefined ? '' : ` Setting: ${flags.join(', ')}.`;
  return `<a id="${id}"></a>\`${id}\` **${standing}**${from}: ${rule}${change}`;
}

function list<T>(entries: readonly T[], write: (entry: T) => string): string {
  return entries.map((entry) => `- ${write(entry)}`).join('\n');
}
