import type { Json, JsonObject } from '../../domain/model/resource.ts';
import { isObject, type SpecSchema, type SchemaOrSwitch } from './json-schema.ts';
import type { ResolveSchema } from './resolve.ts';
import { fieldsOf } from './shapes.ts';
import type { Validators } from './validators.ts';

/** What is known of a record besides its data: values by the name of the field that shows them. */
export interface RecordFacts {
  readonly named: NamedValues;
  /** The record that a field `item` shows when the data has an `item_id`; `undefined` when there is none. */
  readonly refer: (parameter: string, id: string) => Json | undefined;
}

/** Candidates for the fields of a record itself, not of objects inside it; the schema chooses. */
export type NamedValues = Readonly<Record<string, readonly Json[]>>;

export const NO_FACTS: RecordFacts = { named: {}, refer: () => undefined };

/** Makes values that a document's schemas allow. */
export interface Values {
  /**
   * What an answer with this schema shows of `data`: the fields that it knows, without those that are unset, and
   * values for the required ones that the data lacks.
   *
   * @throws NoValue
   */
  shown(schema: SchemaOrSwitch, data: Json | undefined, facts: RecordFacts): Json;
  /** A valid body with the defaults of the fields that it leaves out. */
  withDefaults(schema: SchemaOrSwitch, body: Json): Json;
}

/** No value could be made that a schema allows. */
export class NoValue extends Error {
  override readonly name = 'NoValue';
}

/** So deep may a value be that is made where the data has none. */
const DEPTH_LIMIT = 24;

/** So many values are made for one answer at most. */
const COUNT_LIMIT = 20_000;

export function createValues(resolve: ResolveSchema, { accepts }: Pick<Validators, 'accepts'>): Values {
  return {
    shown: (schema, data, facts) => createShow(resolve, accepts, facts)(schema, data, '', facts.named),
    withDefaults,
  };

  function withDefaults(schema: SchemaOrSwitch, body: Json): Json {
    const { properties = {}, items, anyOf, oneOf } = resolve(schema);
    const branches = anyOf ?? oneOf;
    if (branches) return withDefaults(branches.find((branch) => accepts(branch, body)) ?? {}, body);
    if (isList(body)) return body.map((one) => withDefaults(items ?? {}, one));
    if (!isJsonObject(body)) return body;
    const fields = Object.entries(properties).flatMap(([name, field]) => {
      const given = body[name] ?? defaultOf(resolve(field)) ?? body[name];
      return given === undefined ? [] : [[name, withDefaults(field, given)] as const];
    });
    return { ...body, ...Object.fromEntries(fields) };
  }
}

type Show = (schema: SchemaOrSwitch, data: Json | undefined, name: string, named: NamedValues) => Json;

function createShow(resolve: ResolveSchema, accepts: Validators['accepts'], { refer }: RecordFacts): Show {
  let count = 0;
  let depth = 0;

  /** `data` as the schema has it; a value that is made up where there is none, or none that the schema allows. */
  function show(given: SchemaOrSwitch, data: Json | undefined, name: string, named: NamedValues = {}): Json {
    const schema = resolve(given);
    const value = data === null && !accepts(given, null) ? undefined : data;
    if (value === undefined) return made(given, name, {});
    if (value === null) return null;
    const branches = schema.anyOf ?? schema.oneOf;
    if (branches) return show(bestBranch(branches, value), value, name, named);
    if (isList(value) && schema.type === 'array')
      return value.map((one) => show(schema.items ?? true, one, name));
    if (isJsonObject(value) && isObjectSchema(schema)) return fieldsShown(schema, value, named);
    return accepts(given, value) ? value : made(given, name, {});
  }

  function fieldsShown(schema: SpecSchema, data: JsonObject, named: NamedValues): JsonObject {
    const { properties = {}, required = [], additionalProperties } = schema;
    const known = Object.entries(properties).flatMap(([name, field]) => {
      const value = fieldShown(field, name, data, named[name] ?? [], required.includes(name));
      return value === undefined ? [] : [[name, value] as const];
    });
    const isOpen = Object.keys(properties).length === 0 || (additionalProperties ?? false) !== false;
    const others = isOpen ? Object.entries(data).filter(([name]) => !(name in properties)) : [];
    return Object.fromEntries([...others, ...known]);
  }

  function fieldShown(
    field: SchemaOrSwitch,
    name: string,
    data: JsonObject,
    facts: readonly Json[],
    isRequired: boolean,
  ): Json | undefined {
    const value = data[name];
    const isSet = value !== undefined && (value !== null || accepts(field, null));
    if (isSet) return show(field, value, name);
    const known = facts.find((fact) => accepts(field, fact)) ?? defaultOf(resolve(field));
    return known ?? (isRequired ? made(field, name, data) : undefined);
  }

  function bestBranch(branches: readonly SchemaOrSwitch[], value: Json): SchemaOrSwitch {
    const accepting = branches.find((branch) => accepts(branch, value));
    if (accepting !== undefined || !isJsonObject(value)) return accepting ?? branches[0] ?? true;
    const fitting = (branch: SchemaOrSwitch) => {
      const fields = fieldsOf(branch, resolve);
      return Object.entries(value).filter(
        ([name, one]) => name in fields && accepts(fields[name] ?? true, one),
      ).length;
    };
    return branches.reduce(
      (best, branch) => (fitting(branch) > fitting(best) ? branch : best),
      branches[0] ?? true,
    );
  }

  /** @param data what surrounds the value */
  function made(given: SchemaOrSwitch, name: string, data: JsonObject): Json {
    count += 1;
    if (count > COUNT_LIMIT || depth > DEPTH_LIMIT)
      throw new NoValue(`no value can be made for ${name || 'it'}`);
    depth += 1;
    try {
      return firstAllowed(given, name, data);
    } finally {
      depth -= 1;
    }
  }

  function firstAllowed(given: SchemaOrSwitch, name: string, data: JsonObject): Json {
    const schema = resolve(given);
    const simple = [defaultOf(schema), null, ...((schema.enum ?? [schema.const]) as Json[])];
    const found = simple.find((value) => value !== undefined && accepts(given, value));
    if (found !== undefined) return found;
    const [branch] = schema.anyOf ?? schema.oneOf ?? [];
    const id = data[`${name}_id`];
    const referred = typeof id === 'string' ? refer(`${name}_id`, id) : undefined;
    if (referred !== undefined) return show(given, referred, name);
    if (branch !== undefined) return made(branch, name, data);
    if (schema.type === 'array') {
      return Array.from({ length: schema.minItems ?? 0 }, () => made(schema.items ?? true, name, {}));
    }
    if (isObjectSchema(schema)) return fieldsShown(schema, {}, {});
    const scalar = scalarsFor(schema).find((value) => accepts(given, value));
    if (scalar === undefined) throw new NoValue(`no value can be made for ${name || 'it'}`);
    return scalar;
  }

  return show;
}

function isObjectSchema({ type, properties }: SpecSchema): boolean {
  return properties !== undefined || type === 'object';
}

function defaultOf(schema: SpecSchema): Json | undefined {
  return (schema.default ?? undefined) as Json | undefined;
}

/** Plain values of every type; the schema decides which of them it takes. */
function scalarsFor({
  minLength = 0,
  minimum,
  maximum,
  exclusiveMinimum,
  multipleOf,
}: SpecSchema): readonly Json[] {
  return [
    ''.padEnd(Math.min(minLength, 1000), 'x'),
    'https://example.test/',
    'nobody@example.test',
    '2000-01-01',
    '2000-01-01T00:00:00Z',
    '192.0.2.1',
    '00000000-0000-4000-8000-000000000000',
    ...['US', 'en', 'USD', 'a', 'A', '0', 'a0', '#000000', '00:00'],
    0,
    minimum ?? 0,
    typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : (minimum ?? 0) + 1,
    maximum ?? 0,
    multipleOf ?? 0,
    false,
    true,
  ];
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value as it stands in a path or a query; empty for none. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
