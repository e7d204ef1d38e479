import { operationName, type Operation, type OperationName } from '../http/api/operation.ts';
import { answersDrift } from './answers.ts';
import { INTENDED } from './intended.ts';
import { publishedFacts, servedFacts, type Facts, type ResolveReference } from './facts.ts';
import type { PublishedApi, PublishedOperation } from './published-api.ts';

export interface Known {
  /** Every operation that was published when this version of the emulator was written. */
  readonly published: readonly OperationName[];
  readonly served: readonly Operation[];
}

/** The differences between a specification and what the emulator serves, a line for each; without the intended ones. */
export function findDrift(api: PublishedApi, known: Known): readonly string[] {
  return allDifferences(api, known).filter((line) => !INTENDED.some((intended) => intended.line.test(line)));
}

/** Every difference, those that the emulator has on purpose too. */
export function allDifferences(api: PublishedApi, known: Known): readonly string[] {
  const names = new Set(known.published.map(operationName));
  return [
    ...[...api.operations.keys()].filter((name) => !names.has(name)).map((name) => `new operation: ${name}`),
    ...[...names].filter((name) => !api.operations.has(name)).map((name) => `gone operation: ${name}`),
    ...known.served.flatMap((operation) => {
      const published = api.operations.get(operationName(operation));
      return published ? operationDrift(operation, published, api.resolve) : [];
    }),
  ];
}

function operationDrift(
  operation: Operation,
  published: PublishedOperation,
  resolve: ResolveReference,
): readonly string[] {
  const lines = [
    ...factsDrift(publishedFacts(published.query, resolve, '?'), servedFacts(operation.query, '?')),
    ...factsDrift(publishedFacts(published.body, resolve, ''), servedFacts(operation.body, '')),
    ...answersDrift(operation, published, resolve),
  ];
  return lines.map((line) => `${operationName(operation)}: ${line}`);
}

function factsDrift(published: Facts, served: Facts): readonly string[] {
  const lines: string[] = [];
  for (const [path, facts] of published) {
    const ours = served.get(path);
    if (ours) lines.push(...changes(path, facts, ours));
    else if (!isInside(path, served, published)) lines.push(`new field ${path} (${[...facts].join(', ')})`);
  }
  for (const path of served.keys()) {
    if (!published.has(path) && !isInside(path, published, served)) lines.push(`gone field ${path}`);
  }
  return lines;
}

/** Whether a field is inside a new or removed one: only the outermost is reported. */
function isInside(path: string, without: Facts, having: Facts): boolean {
  const parents = [...having.keys()].filter(
    (other) =>
      other !== '' && other !== '?' && /^[.[]/.test(path.slice(other.length)) && path.startsWith(other),
  );
  return parents.some((parent) => !without.has(parent));
}

function changes(
  path: string,
  published: ReadonlySet<string>,
  served: ReadonlySet<string>,
): readonly string[] {
  const added = [...published].filter((fact) => !served.has(fact)).map((fact) => `+ ${fact}`);
  const removed = [...served].filter((fact) => !published.has(fact)).map((fact) => `- ${fact}`);
  if (added.length + removed.length === 0) return [];
  const name = path === '' || path === '?' ? 'the whole' : path;
  return [`changed field ${name}: ${[...added, ...removed].join(', ')}`];
}
