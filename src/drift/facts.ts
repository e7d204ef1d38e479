import type * as z from 'zod';
import { jsonSchemaOf } from '../http/api/openapi.ts';

/** A schema of the published specification or of zod, with the keywords that are compared. */
export interface AnySchema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly nullable?: boolean | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly anyOf?: readonly AnySchema[] | undefined;
  readonly oneOf?: readonly AnySchema[] | undefined;
  readonly allOf?: readonly AnySchema[] | undefined;
  readonly properties?: Readonly<Record<string, AnySchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: AnySchema | undefined;
  readonly additionalProperties?: boolean | AnySchema | undefined;
}

/** The facts about each field, by its path: `items[].sku` → `required`, `type string`, `minLength 1`. */
export type Facts = ReadonlyMap<string, ReadonlySet<string>>;

export type ResolveReference = (reference: string) => AnySchema;

const BOUNDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const;

/** How deeply recursive schemas are followed. */
const DEPTH_LIMIT = 6;

/** The types, bounds, choices and required fields of a schema. */
export function factsOf(schema: AnySchema, resolve: ResolveReference, root = ''): Facts {
  const facts = new Map<string, Set<string>>();
  collect(schema, root, 0, { facts, resolve, isAlternative: false });
  // Every integer is a number.
  for (const found of facts.values()) if (found.has('type number')) found.delete('type integer');
  return facts;
}

interface FactCollection {
  readonly facts: Map<string, Set<string>>;
  readonly resolve: ResolveReference;
  /** Whether a value may be something else instead, so that what it requires is required only of this alternative. */
  readonly isAlternative: boolean;
}

function collect(given: AnySchema, path: string, depth: number, into: FactCollection): void {
  const schema = resolved(given, into.resolve);
  const found = into.facts.get(path) ?? new Set();
  into.facts.set(path, found);
  for (const fact of factsAt(schema)) found.add(fact);
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const isAlternative = branches.filter(({ type }) => type !== 'null').length > 1;
  for (const branch of branches) collect(branch, path, depth, { ...into, isAlternative });
  for (const part of schema.allOf ?? []) collect(part, path, depth, into);
  if (depth < DEPTH_LIMIT) collectInner(schema, path, depth + 1, into);
}

function collectInner(schema: AnySchema, path: string, depth: number, around: FactCollection): void {
  const into = { ...around, isAlternative: false };
  const isRequired = around.isAlternative ? 'required in an alternative' : 'required';
  const { properties = {}, required = [], items, additionalProperties: others } = schema;
  for (const [name, inner] of Object.entries(properties)) {
    const at = path === '' || path === '?' ? `${path}${name}` : `${path}.${name}`;
    collect(inner, at, depth, into);
    if (required.includes(name)) into.facts.get(at)?.add(isRequired);
  }
  if (items) collect(items, `${path}[]`, depth, into);
  // An empty schema has no facts.
  if (typeof others === 'object' && Object.keys(others).length > 0) collect(others, `${path}.*`, depth, into);
}

function resolved({ $ref, ...beside }: AnySchema, resolve: ResolveReference): AnySchema {
  return $ref === undefined ? beside : { ...resolve($ref), ...beside };
}

function factsAt(schema: AnySchema): readonly string[] {
  const types = [schema.type ?? []].flat();
  const choices = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
  return [
    ...types.map((type) => `type ${type}`),
    ...(schema.nullable === true ? ['type null'] : []),
    ...choices.map((choice) => `choice ${JSON.stringify(choice)}`),
    ...boundsAt(schema),
    // zod adds its own pattern to the formats that it validates.
    ...(schema.pattern !== undefined && schema.format === undefined ? [`pattern ${schema.pattern}`] : []),
  ];
}

function boundsAt(schema: AnySchema): readonly string[] {
  const words = schema as Readonly<Record<string, unknown>>;
  return BOUNDS.flatMap((bound) => {
    const value = words[bound];
    return typeof value === 'number' ? [`${bound} ${value}`] : [];
  });
}

/** The facts of a published schema; none where nothing is published. */
export function publishedFacts(schema: AnySchema | null, resolve: ResolveReference, root: string): Facts {
  return schema ? factsOf(schema, resolve, root) : new Map();
}

/** The facts of one of our schemas; none without one. */
export function servedFacts(schema: z.ZodType | undefined, root: string): Facts {
  if (!schema) return new Map();
  const described = jsonSchemaOf(schema) as AnySchema & { readonly $defs?: Record<string, AnySchema> };
  const resolve: ResolveReference = (reference) => {
    const name = reference.split('/').at(-1) ?? '';
    return described.$defs?.[name] ?? described;
  };
  return factsOf(described, resolve, root);
}
