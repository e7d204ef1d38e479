import type * as z from 'zod';
import { branchesOf, childOf, chosenBranch, hasNoEffect, unwrap } from '../api/schema-walk.ts';

type Schema = z.core.$ZodType;

/** The fields of `value` that `schema` does not know or that have no effect, as paths: `items[0].colour`. */
export function ignoredFields(schema: Schema, value: unknown): readonly string[] {
  return unknownIn(schema, value, '');
}

function unknownIn(schema: Schema, value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) =>
      inChild(schema, { step: index, value: one, path: `${path}[${index}]` }),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  const branch = chosenBranch(schema, value)?.schema;
  if (branch) return unknownIn(branch, value, path);
  const branches = branchesOf(schema);
  if (branches) return fewest(branches.map((one) => unknownIn(one, value, path)));
  return Object.entries(value).flatMap(([key, one]) =>
    inChild(schema, { step: key, value: one, path: path === '' ? key : `${path}.${key}` }),
  );
}

interface Child {
  readonly step: string | number;
  readonly value: unknown;
  readonly path: string;
}

/** A field that no schema describes is unknown, unless whatever is around it takes anything. */
function inChild(schema: Schema, { step, value, path }: Child): readonly string[] {
  const known = childOf(schema, step);
  if (known) return hasNoEffect(known) ? [path] : unknownIn(known, value, path);
  return unwrap(schema)._zod.def.type === 'object' ? [path] : [];
}

function fewest(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce((least, one) => (one.length < least.length ? one : least), lists[0] ?? []);
}
