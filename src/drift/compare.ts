import { operationName, type Operation, type OperationName } from '../http/api/operation.ts';
import { jsonSchemaOf } from '../http/api/openapi.ts';
import { factsOf, type AnySchema, type Facts, type Resolve } from './facts.ts';
import type { PublishedApi, PublishedRequest } from './published-api.ts';

export interface Known {
  /** Every operation that was published when this version of the emulator was written. */
  readonly published: readonly OperationName[];
  readonly served: readonly Operation[];
}

/** The differences between a specification and what the emulator serves, a line for each. */
export function findDrift(api: PublishedApi, known: Known): readonly string[] {
  const names = new Set(known.published.map(operationName));
  return [
    ...[...api.requests.keys()].filter((name) => !names.has(name)).map((name) => `new operation: ${name}`),
    ...[...names].filter((name) => !api.requests.has(name)).map((name) => `gone operation: ${name}`),
    ...known.served.flatMap((operation) => {
      const request = api.requests.get(operationName(operation));
      return request ? operationDrift(operation, request, api.resolve) : [];
    }),
  ];
}

function operationDrift(
  operation: Operation,
  request: PublishedRequest,
  resolve: Resolve,
): readonly string[] {
  const lines = [
    ...factsDrift(publishedFacts(request.query, resolve, '?'), servedFacts(operation.query, '?')),
    ...factsDrift(publishedFacts(request.body, resolve, ''), servedFacts(operation.body, '')),
  ];
  return lines.map((line) => `${operationName(operation)}: ${line}`);
}

function publishedFacts(schema: AnySchema | null, resolve: Resolve, root: string): Facts {
  return schema ? factsOf(schema, resolve, root) : new Map();
}

function servedFacts(schema: Operation['body'], root: string): Facts {
  if (!schema) return new Map();
  const described = jsonSchemaOf(schema) as AnySchema & { readonly $defs?: Record<string, AnySchema> };
  const resolve: Resolve = (reference) => {
    const name = reference.split('/').at(-1) ?? '';
    return described.$defs?.[name] ?? described;
  };
  return factsOf(described, resolve, root);
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
