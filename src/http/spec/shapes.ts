import { JSON_TYPE, type DescribedOperation } from './document.ts';
import { isObject, type SpecSchema, type SchemaOrSwitch } from './json-schema.ts';
import type { ResolveSchema } from './resolve.ts';

/** The steps of a path: `/v1/news/{news_id}` has `v1`, `news` and `{news_id}`. */
export function stepsOf(path: string): readonly string[] {
  return path.split('/').filter((step) => step !== '');
}

/** The name of a step that is a parameter; `null` for a literal one. */
export function parameterOf(step: string | undefined): string | null {
  return /^\{(.+)\}$/.exec(step ?? '')?.[1] ?? null;
}

/** The successful answer that the emulator gives. `schema` is `null` for one without a body. */
export interface Success {
  readonly status: number;
  readonly schema: SchemaOrSwitch | null;
}

/** Where several successful answers are published: 201 when something is created, else the first. */
export function successOf({ answers }: DescribedOperation, creates: boolean): Success {
  const statuses = [...answers.keys()].sort((a, b) => a - b);
  const status = creates && answers.has(201) ? 201 : (statuses[0] ?? 200);
  return { status, schema: answers.get(status) ?? null };
}

/** How records stand in a body or an answer: as a list, or in a field of an object around it. */
export interface ManyShape {
  readonly element: SchemaOrSwitch;
  /** `null` for a plain list. */
  readonly field: string | null;
}

/** A list in an answer. */
export interface ListShape extends ManyShape {
  /** The whole answer. */
  readonly page: SchemaOrSwitch;
}

/** `null` for an answer that is no list of objects. */
export function listShapeOf(answer: SchemaOrSwitch | null, resolve: ResolveSchema): ListShape | null {
  if (answer === null) return null;
  const { type, items = true, properties } = resolve(answer);
  if (type === 'array')
    return isRecord(items, resolve) ? { element: items, field: null, page: answer } : null;
  const fields = Object.entries(properties ?? {});
  const lists = fields.flatMap(([field, given]) => {
    const inner = resolve(given);
    const element = inner.type === 'array' ? inner.items : undefined;
    return element !== undefined && isRecord(element, resolve) ? [{ element, field, page: answer }] : [];
  });
  const [only] = lists;
  // A page tells of its list in scalars; a record may have a list among its fields.
  const isPage = fields.every(([name, given]) => name === only?.field || isScalar(resolve(given)));
  return only && lists.length === 1 && isPage && !properties?.['id'] ? only : null;
}

function isScalar({ type, properties }: SpecSchema): boolean {
  return type !== 'object' && type !== 'array' && !properties;
}

/** An object with known fields, or one of several. */
export function isRecord(schema: SchemaOrSwitch, resolve: ResolveSchema): boolean {
  const { properties, anyOf, oneOf } = resolve(schema);
  return properties !== undefined || (anyOf ?? oneOf ?? []).some((branch) => isRecord(branch, resolve));
}

/** The schema of a JSON body; `null` where the operation takes none. */
export function bodyOf({ body }: DescribedOperation): SchemaOrSwitch | null {
  return body?.schemas.get(JSON_TYPE) ?? null;
}

/** A body that holds several records: a list, or an object whose only field is one. */
export function manyIn(schema: SchemaOrSwitch | null, resolve: ResolveSchema): ManyShape | null {
  if (schema === null) return null;
  const { type, items = true, properties = {} } = resolve(schema);
  if (type === 'array') return { element: items, field: null };
  const [[field, given] = [], ...others] = Object.entries(properties);
  if (field === undefined || given === undefined || others.length > 0) return null;
  const inner = resolve(given);
  return inner.type === 'array' ? { element: inner.items ?? true, field } : null;
}

/** Every field that a schema knows, those of all its alternatives included. */
export function fieldsOf(
  schema: SchemaOrSwitch | null,
  resolve: ResolveSchema,
): SpecSchema['properties'] & object {
  if (schema === null) return {};
  const { properties, anyOf, oneOf } = resolve(schema);
  const inner = (anyOf ?? oneOf ?? []).map((branch) => fieldsOf(branch, resolve));
  return Object.assign({}, ...inner, properties) as SpecSchema['properties'] & object;
}

/** Whether two schemas are the same component, or written the same. */
export function isSameSchema(one: SchemaOrSwitch | null, other: SchemaOrSwitch | null): boolean {
  const name = (schema: SchemaOrSwitch | null) => (isObject(schema) && schema.$ref) ?? schema;
  return JSON.stringify(name(one)) === JSON.stringify(name(other));
}
