import type { Operation } from '../http/api/operation.ts';
import { publishedFacts, servedFacts, type Facts, type ResolveReference } from './facts.ts';
import type { PublishedOperation } from './published-api.ts';

/**
 * Where the answers of an operation are not among the published ones, a line for each. An answer may lack optional
 * fields, and say less than the specification allows; it may not say more.
 */
export function answersDrift(
  { response }: Operation,
  { answers }: PublishedOperation,
  resolve: ResolveReference,
): readonly string[] {
  return Object.entries(response).flatMap(([status, schema]) => {
    const published = answers.get(Number(status));
    if (published === undefined) return [`answer ${status} is not published`];
    if (published === null) return schema === null ? [] : [`answer ${status} is published without a body`];
    const facts = publishedFacts(published, resolve, '');
    // A schema without facts allows every body, and none.
    if (schema === null)
      return facts.get('')?.size === 0 ? [] : [`answer ${status} is published with a body`];
    return bodyDrift(facts, servedFacts(schema, '')).map((line) => `answer ${status}: ${line}`);
  });
}

function bodyDrift(published: Facts, served: Facts): readonly string[] {
  const lines: string[] = [];
  for (const [path, ours] of served) {
    const facts = published.get(path);
    if (facts) lines.push(...excess(path, facts, ours));
    else if (!isOpen(published, parentOf(path))) lines.push(`field ${path} is not published`);
  }
  for (const [path, facts] of published) {
    if (!facts.has('required') || served.get(path)?.has('required') === true) continue;
    // Of a missing object only the object itself is reported.
    if (served.has(parentOf(path))) lines.push(`field ${path} is required`);
  }
  return lines;
}

/** The types and choices of a field that are not published. */
function excess(
  path: string,
  published: ReadonlySet<string>,
  served: ReadonlySet<string>,
): readonly string[] {
  return ['type', 'choice'].flatMap((word) => {
    const allowed = [...published].filter((fact) => fact.startsWith(`${word} `));
    const more = [...served].filter((fact) => fact.startsWith(`${word} `) && !allowed.includes(fact));
    const isAllowed = (fact: string) => fact === 'type integer' && allowed.includes('type number');
    const wrong = allowed.length === 0 ? [] : more.filter((fact) => !isAllowed(fact));
    return wrong.map((fact) => `field ${path === '' ? 'the whole' : path} has the unpublished ${fact}`);
  });
}

/** Whether nothing is said of what is inside a field, or inside a field around it. */
function isOpen(facts: Facts, path: string): boolean {
  if (!facts.has(path)) return path !== '' && isOpen(facts, parentOf(path));
  return ![...facts.keys()].some((other) => other !== path && parentOf(other) === path);
}

/** `items[]` for `items[].sku`, `items` for `items[]`, and the empty path for `items`. */
function parentOf(path: string): string {
  return path.replace(/(?:^|\.)[^.[\]]+$|\[\]$/, '');
}
