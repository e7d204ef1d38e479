/** A schema, as the published specification or zod writes it; only the words that are compared. */
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

/** What is said of each field, by its path: `items[].sku` → `required`, `type string`, `minLength 1`. */
export type Facts = ReadonlyMap<string, ReadonlySet<string>>;

export type Resolve = (reference: string) => AnySchema;

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

/** Schemas that contain themselves are followed only this far. */
const DEPTH_LIMIT = 6;

/** Everything that a schema says about types, bounds, choices and required fields. */
export function factsOf(schema: AnySchema, resolve: Resolve, root = ''): Facts {
  const facts = new Map<string, Set<string>>();
  collect(schema, { facts, resolve, path: root, depth: 0 });
  // Every integer is a number.
  for (const said of facts.values()) if (said.has('type number')) said.delete('type integer');
  return facts;
}

interface Visit {
  readonly facts: Map<string, Set<string>>;
  readonly resolve: Resolve;
  readonly path: string;
  readonly depth: number;
}

function collect(given: AnySchema, visit: Visit): void {
  const schema = resolved(given, visit.resolve);
  const said = visit.facts.get(visit.path) ?? new Set();
  visit.facts.set(visit.path, said);
  for (const fact of factsAt(schema)) said.add(fact);
  for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
    collect(branch, visit);
  }
  if (visit.depth < DEPTH_LIMIT) collectInner(schema, { ...visit, depth: visit.depth + 1 });
}

function collectInner(schema: AnySchema, visit: Visit): void {
  const { path } = visit;
  collectFields(schema, visit);
  if (schema.items) collect(schema.items, { ...visit, path: `${path}[]` });
  const others = schema.additionalProperties;
  if (typeof others === 'object' && isSaying(others)) collect(others, { ...visit, path: `${path}.*` });
}

function collectFields({ properties = {}, required = [] }: AnySchema, visit: Visit): void {
  const { path } = visit;
  for (const [name, inner] of Object.entries(properties)) {
    const at = path === '' || path === '?' ? `${path}${name}` : `${path}.${name}`;
    collect(inner, { ...visit, path: at });
    if (required.includes(name)) visit.facts.get(at)?.add('required');
  }
}

/** An empty schema says as much as none. */
function isSaying(schema: AnySchema): boolean {
  return Object.keys(schema).length > 0;
}

function resolved({ $ref, ...beside }: AnySchema, resolve: Resolve): AnySchema {
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
    // zod adds a pattern of its own to formats that it knows.
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
