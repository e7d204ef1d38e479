import * as z from 'zod';

export type Schema = z.core.$ZodType;
type PathStep = string | number;

/** The schema inside wrappers such as `optional`, `default` and `transform`. */
export function unwrap(schema: Schema): z.core.$ZodTypes {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
    case 'catch':
      return unwrap(def.innerType);
    case 'pipe':
      return unwrap(def.in);
    case 'lazy':
      return unwrap(def.getter());
    default:
      return schema as z.core.$ZodTypes;
  }
}

/** A published field that the emulator accepts and does not use; its OpenAPI description says so. */
export function withoutEffect<Field extends z.ZodType>(field: Field): Field {
  return field.meta({ 'x-no-effect': true });
}

export function hasNoEffect(schema: Schema): boolean {
  return z.globalRegistry.get(schema)?.['x-no-effect'] === true;
}

/** Whether the schema takes only integers. */
export function isInteger(schema: Schema): boolean {
  const inner = unwrap(schema);
  return 'format' in inner._zod.def || z.globalRegistry.get(inner)?.['type'] === 'integer';
}

/** The schema of a field, of a list's items or of a record's values inside `schema`; `null` if it has none. */
export function childOf(schema: Schema, step: PathStep): Schema | null {
  const { def } = unwrap(schema)._zod;
  if (def.type === 'object') return ownField(def.shape, String(step)) ?? def.catchall ?? null;
  if (def.type === 'array') return def.element;
  if (def.type === 'record') return def.valueType;
  return null;
}

/** Looks up own properties only: an inherited name such as `toString` is not a field. */
function ownField(shape: Readonly<Record<string, Schema>>, name: string): Schema | undefined {
  return Object.hasOwn(shape, name) ? shape[name] : undefined;
}

/** The branches of a union; `null` for other schemas. */
export function branchesOf(schema: Schema): readonly Schema[] | null {
  const { def } = unwrap(schema)._zod;
  return def.type === 'union' ? def.options : null;
}

interface Branch {
  readonly tag: string;
  readonly schema: Schema;
}

/** The branch that a value selects by the discriminator of a union, if the union has one. */
export function chosenBranch(schema: Schema, value: unknown): Branch | null {
  const { def } = unwrap(schema)._zod;
  if (def.type !== 'union' || !('discriminator' in def)) return null;
  const key = String(def.discriminator);
  const tag = valueAt(value, key);
  const found = def.options.find((option) => takes(childOf(option, key), tag));
  return found && typeof tag === 'string' ? { tag, schema: found } : null;
}

function takes(schema: Schema | null, tag: unknown): boolean {
  const { def } = schema ? unwrap(schema)._zod : { def: null };
  if (def?.type === 'literal') return (def.values as readonly unknown[]).includes(tag);
  return def?.type === 'enum' && Object.values<unknown>(def.entries).includes(tag);
}

export function valueAt(value: unknown, step: PathStep): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, step) ? (value as Readonly<Record<PathStep, unknown>>)[step] : undefined;
}

export interface Place {
  readonly loc: readonly PathStep[];
  /** `null` if no schema describes the place. */
  readonly schema: Schema | null;
}

/** The place that `path` leads to in `schema`. As in pydantic, the tag of a branch follows the place of its union. */
export function placeOf(root: Schema, path: readonly PathStep[], input: unknown): Place {
  const loc: PathStep[] = [];
  let schema: Schema | null = root;
  let value = input;
  for (const step of path) {
    const branch: Branch | null = schema && chosenBranch(schema, value);
    if (branch) loc.push(branch.tag);
    const around: Schema | null = branch?.schema ?? schema;
    schema = around && childOf(around, step);
    value = valueAt(value, step);
    loc.push(step);
  }
  return { loc, schema };
}
