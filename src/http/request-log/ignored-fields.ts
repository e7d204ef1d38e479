import { branchesOf, childOf, chosenBranch, hasNoEffect, unwrap, type Schema } from '../api/schema-walk.ts';

/** The fields of `value` that `schema` does not have or that have no effect, as paths: `items[0].colour`. */
export function ignoredFields(schema: Schema, value: unknown): readonly string[] {
  return fieldsIn(schema, value, '', hasNoEffect);
}

/** The fields of `value` that `schema` does not have. */
export function unknownFields(schema: Schema, value: unknown): readonly string[] {
  return fieldsIn(schema, value, '', () => false);
}

type SchemaFilter = (field: Schema) => boolean;

/** The fields that `schema` does not have, and those with a schema that passes the filter. */
function fieldsIn(schema: Schema, value: unknown, path: string, filter: SchemaFilter): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => fieldsInChild(schema, index, one, `${path}[${index}]`, filter));
  }
  if (typeof value !== 'object' || value === null) return [];
  const branch = chosenBranch(schema, value)?.schema;
  if (branch) return fieldsIn(branch, value, path, filter);
  const branches = branchesOf(schema);
  if (branches) return fewest(branches.map((one) => fieldsIn(one, value, path, filter)));
  return Object.entries(value).flatMap(([key, one]) =>
    fieldsInChild(schema, key, one, path === '' ? key : `${path}.${key}`, filter),
  );
}

function fieldsInChild(
  schema: Schema,
  step: string | number,
  value: unknown,
  path: string,
  filter: SchemaFilter,
): readonly string[] {
  const known = childOf(schema, step);
  if (known) return filter(known) ? [path] : fieldsIn(known, value, path, filter);
  // A field without a schema is unknown, unless the record that it is in takes any field.
  return unwrap(schema)._zod.def.type === 'object' ? [path] : [];
}

function fewest(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce((least, one) => (one.length < least.length ? one : least), lists[0] ?? []);
}
