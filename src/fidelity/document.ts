import type { Operation } from '../http/s2s/operation.ts';
import { RULES, type Rule } from './rules.ts';

export interface Coverage {
  /** `GET /v1/items get_items`. */
  readonly published: readonly string[];
  readonly served: readonly Pick<Operation, 'method' | 'path'>[];
}

/** `docs/fidelity.md`: what is served, and how sure each rule is. Made from the code, never by hand. */
export function fidelityDocument(coverage: Coverage): string {
  const { published, served } = coverage;
  const topics = [...new Set(RULES.map(({ topic }) => topic))];
  const readings = RULES.filter(({ standing }) => standing === 'our reading').length;
  return [
    '# Fidelity',
    'Made from the code by `npm run docs`; what it says here is what the code does.',
    '## Rules',
    `${RULES.length} rules, ${readings} of them our reading: the documents are silent on them or disagree. ` +
      'Tell us when the real platform does otherwise.',
    ...topics.flatMap((topic) => [
      `### ${topic}`,
      list(
        RULES.filter((rule) => rule.topic === topic),
        ruleLine,
      ),
    ]),
    '## Operations',
    `${served.length} of the ${published.length} published operations are served. The others answer 501 and name themselves.`,
    ...coverageTables(coverage),
  ]
    .join('\n\n')
    .concat('\n');
}

function ruleLine({ rule, standing, setting }: Rule): string {
  return `**${standing}**: ${rule}${setting === null ? '' : ` Setting: \`${setting}\`.`}`;
}

/** Resource by resource, as the paths begin. */
function coverageTables({ published, served }: Coverage): readonly string[] {
  const names = new Set(served.map(({ method, path }) => `${method} ${path}`));
  const lines = published.map((line) => line.slice(0, line.lastIndexOf(' ')));
  const resources = [...new Set(lines.map(resourceOf))];
  return resources.flatMap((resource) => [
    `### ${resource}`,
    list(
      lines.filter((line) => resourceOf(line) === resource),
      (line) => `\`${line}\`: ${names.has(line) ? '**served**' : '501'}`,
    ),
  ]);
}

function resourceOf(line: string): string {
  return line.split('/')[2] ?? line;
}

function list<T>(entries: readonly T[], write: (entry: T) => string): string {
  return entries.map((entry) => `- ${write(entry)}`).join('\n');
}
