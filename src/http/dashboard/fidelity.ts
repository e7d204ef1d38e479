import * as z from 'zod';
import { eventFlows } from '../../domain/webhooks/event-flows.ts';
import { countServed, resourcesOf, type Coverage, type Serving } from '../../fidelity/coverage.ts';
import { wordsText } from '../../fidelity/document.ts';
import type { Rule, Standing } from '../../fidelity/rule.ts';
import { RULES, TOPICS } from '../../fidelity/rules.ts';
import type { Badge } from './status-text.ts';
import { PAGE_LANGUAGES } from '../checkout/language.ts';
import { dashboardPage } from './context.ts';

const STANDINGS: Readonly<Record<Standing, Badge & { readonly meaning: string }>> = {
  documented: { label: 'documented', tone: 'good', meaning: 'In the guides' },
  specification: { label: 'OpenAPI', tone: 'info', meaning: 'In the specification' },
  'of the sister platform': {
    label: 'sister platform',
    tone: 'info',
    meaning: 'Documented for another platform of the same company',
  },
  'our reading': {
    label: 'our reading',
    tone: 'warn',
    meaning: 'Documents silent or at odds: the emulator decided',
  },
};

const SHOWN = Object.entries(STANDINGS) as [Standing, (typeof STANDINGS)[Standing]][];

/** How sure it is that the real platform does the same: what `docs/fidelity.md` says, on a page. */
export const fidelityPage = dashboardPage({
  method: 'GET',
  path: '/fidelity',
  query: z.object({ standing: z.string().optional(), q: z.string().max(200).optional() }),
  run: ({ app, root }, { query }) => {
    const chosen = SHOWN.find(([standing]) => standing === query.standing)?.[0] ?? null;
    return {
      view: 'fidelity',
      title: 'Fidelity',
      section: 'fidelity',
      model: {
        q: query.q ?? '',
        action: `${root}/fidelity`,
        filters: filtersOf(`${root}/fidelity`, chosen),
        topics: TOPICS.map(({ name, rules }) => ({
          name,
          anchor: name.toLowerCase().replace(/\W+/g, '-'),
          rules: rules
            .filter((rule) => (chosen === null || rule.standing === chosen) && contains(rule, query.q))
            .map(ruleRow),
        })).filter((topic) => topic.rules.length > 0),
        flows: eventFlows(),
        languages: PAGE_LANGUAGES.map(({ locale, words }) => ({
          locale,
          words: wordsText(locale, words).replaceAll('`', ''),
        })),
        ...coverageModel(app.coverage),
      },
    };
  },
});

function contains({ id, rule, source, setting }: Rule, text = ''): boolean {
  const texts = [id, rule, source ?? '', setting ?? ''];
  return texts.some((one) => one.toLowerCase().includes(text.toLowerCase()));
}

function filtersOf(path: string, chosen: Standing | null) {
  const all = { count: RULES.length, href: path, badge: null, meaning: '', isCurrent: !chosen };
  return [
    all,
    ...SHOWN.map(([standing, { meaning, ...badge }]) => ({
      count: RULES.filter((rule) => rule.standing === standing).length,
      href: `${path}?${new URLSearchParams({ standing }).toString()}`,
      badge,
      meaning,
      isCurrent: standing === chosen,
    })),
  ];
}

/** The words between backticks are code. */
function ruleRow({ id, rule, standing, source, setting }: Rule) {
  const { label, tone } = STANDINGS[standing];
  return {
    id,
    badge: { label, tone },
    parts: rule.split('`').map((text, index) => ({ text, isCode: index % 2 === 1 })),
    source: source ?? null,
    setting: setting ?? null,
  };
}

const SERVINGS: Readonly<Record<Serving, Badge>> = {
  'own rules': { label: 'own rules', tone: 'good' },
  generic: { label: 'generic', tone: 'info' },
  'not served': { label: '501', tone: 'neutral' },
};

function coverageModel(coverage: Coverage) {
  return {
    coverage: coverageText(coverage),
    resources: resourcesOf(coverage.operations).map((resource) => ({
      name: resource.name,
      count: resource.operations.length,
      served: resource.operations.length - countServed(resource.operations, 'not served'),
      operations: resource.operations.map(({ method, path, serving, reason }) => ({
        line: `${method} ${path}`,
        badge: SERVINGS[serving],
        reason: reason ?? '',
      })),
    })),
  };
}

function coverageText({ version, operations }: Coverage): string {
  const own = `${countServed(operations, 'own rules')} of ${operations.length} operations have rules of their own.`;
  const others = countServed(operations, 'generic');
  if (version !== null) {
    return `${own} ${others} are served generically, as version ${version} of the specification describes them. The others answer 501.`;
  }
  return `${own} Start with --spec FILE to serve ${others} more generically; without it they answer 501.`;
}
