import * as z from 'zod';

type Schema = z.core.$ZodType;
type Step = string | number;

/** A schema by what it is: the wrappers that only say "may be left out" or "is changed after" are gone. */
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

/** True of a number that has to be whole. */
export function isInteger(schema: Schema): boolean {
  const inner = unwrap(schema);
  return 'format' in inner._zod.def || z.globalRegistry.get(inner)?.['type'] === 'integer';
}

/** The schema of a field, an item or a value inside `schema`; `null` where it has none. */
export function childOf(schema: Schema, step: Step): Schema | null {
  const { def } = unwrap(schema)._zod;
  if (def.type === 'object') return ownField(def.shape, String(step)) ?? def.catchall ?? null;
  if (def.type === 'array') return def.element;
  if (def.type === 'record') return def.valueType;
  return null;
}

/** An inherited name such as `toString` is no field. */
function ownField(shape: Readonly<Record<string, Schema>>, name: string): Schema | undefined {
  return Object.hasOwn(shape, name) ? shape[name] : undefined;
}

/** A union's branches; `null` for everything else. */
export function branchesOf(schema: Schema): readonly Schema[] | null {
  const { def } = unwrap(schema)._zod;
  return def.type === 'union' ? def.options : null;
}

interface Branch {
  readonly tag: string;
  readonly schema: Schema;
}

/** The branch that a value chooses by the field that tells them apart, where a union has such a field. */
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

export function valueAt(value: unknown, step: Step): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, step) ? (value as Readonly<Record<Step, unknown>>)[step] : undefined;
}

export interface Place {
  readonly loc: readonly Step[];
  /** `null` where no schema says anything. */
  readonly schema: Schema | null;
}

/** Where `path` leads in `schema`; as pydantic tells it, with the branch's tag after a union's place. */
export function placeOf(root: Schema, path: readonly Step[], input: unknown): Place {
  const loc: Step[] = [];
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
