import { resourcesOf, type Coverage } from './coverage.ts';
import { RULES, TOPIC_NAMES, type Rule } from './rules.ts';

/** `docs/fidelity.md`: what is served, and how sure each rule is. Made from the code, never by hand. */
export function fidelityDocument(coverage: Coverage): string {
  const { published, served } = coverage;
  const readings = RULES.filter(({ standing }) => standing === 'our reading').length;
  return [
    '# Fidelity',
    'Made from the code by `npm run docs`; what it says here is what the code does.',
    '## Rules',
    `${RULES.length} rules, ${readings} of them our reading: the documents are silent on them or disagree. ` +
      'Tell us when the real platform does otherwise.',
    ...TOPIC_NAMES.flatMap((topic) => [
      `### ${topic}`,
      list(
        RULES.filter((rule) => rule.topic === topic),
        ruleLine,
      ),
    ]),
    '## Operations',
    `${served.length} of the ${published.length} published operations are served. The others answer 501 and name themselves.`,
    ...resourcesOf(coverage).flatMap(({ name, operations }) => [
      `### ${name}`,
      list(operations, ({ line, isServed }) => `\`${line}\`: ${isServed ? '**served**' : '501'}`),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function ruleLine({ rule, standing, setting }: Rule): string {
  return `**${standing}**: ${rule}${setting === null ? '' : ` Setting: \`${setting}\`.`}`;
}

function list<T>(entries: readonly T[], write: (entry: T) => string): string {
  return entries.map((entry) => `- ${write(entry)}`).join('\n');
}
