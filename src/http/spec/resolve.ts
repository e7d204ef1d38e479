import type { SpecSchema, SchemaOrSwitch } from './json-schema.ts';

/**
 * A schema in one piece: what its reference names, what `allOf` adds and what stands beside them, the last of which
 * wins. Its properties, items and alternatives are as they were.
 */
export type ResolveSchema = (schema: SchemaOrSwitch) => SpecSchema;

/** A schema may offer so many alternatives, those of the schemas that it refers to included. */
const ALTERNATIVES_LIMIT = 1000;

/**
 * @param fail is called for a schema that consists only of a circle of references, or has too many alternatives.
 */
export function createResolver(
  schemas: Readonly<Record<string, SchemaOrSwitch>>,
  fail: (problem: string) => never,
): ResolveSchema {
  const named = new Map(
    Object.entries(schemas).map(([name, schema]) => [`#/components/schemas/${name}`, schema]),
  );
  checkAlternatives(named, fail);
  const known = new WeakMap<object, SpecSchema>();
  const resolve: ResolveSchema = (schema) => {
    if (typeof schema === 'boolean') return schema ? {} : { not: {} };
    const { $ref, allOf = [], ...own } = schema;
    if ($ref === undefined && allOf.length === 0) return schema;
    const resolved = known.get(schema) ?? joined([...inherited($ref), ...allOf.map(resolve), own]);
    known.set(schema, resolved);
    return resolved;
  };
  const inherited = ($ref: string | undefined) =>
    $ref === undefined ? [] : [resolve(named.get($ref) ?? {})];
  return resolve;
}

function joined(parts: readonly SpecSchema[]): SpecSchema {
  const properties = Object.assign({}, ...parts.map((part) => part.properties)) as SpecSchema['properties'];
  const required = [...new Set(parts.flatMap((part) => part.required ?? []))];
  return {
    ...(Object.assign({}, ...parts) as SpecSchema),
    ...(properties && Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

function checkAlternatives(
  named: ReadonlyMap<string, SchemaOrSwitch>,
  fail: (problem: string) => never,
): void {
  const counted = new Map<string, number>();
  const open = new Set<string>();
  const countNamed = (reference: string): number => {
    const known = counted.get(reference);
    if (known !== undefined) return known;
    if (open.has(reference)) fail(`has a schema that consists only of itself: ${reference.slice(0, 200)}.`);
    open.add(reference);
    const count = countIn(named.get(reference) ?? {});
    open.delete(reference);
    counted.set(reference, count);
    return count <= ALTERNATIVES_LIMIT
      ? count
      : fail(`offers more than ${ALTERNATIVES_LIMIT} alternatives in ${reference.slice(0, 200)}.`);
  };
  const countIn = (schema: SchemaOrSwitch): number => {
    if (typeof schema === 'boolean') return 1;
    const { $ref, anyOf = [], oneOf = [], allOf = [] } = schema;
    const own = $ref === undefined ? 1 : countNamed($ref);
    return [...anyOf, ...oneOf, ...allOf].reduce<number>((sum, branch) => sum + countIn(branch), own);
  };
  for (const reference of named.keys()) countNamed(reference);
}
