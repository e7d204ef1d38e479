import * as z from 'zod';
import { booleanParameter, intParameter } from '../api/parameters.ts';
import { wideInteger } from '../api/schemas.ts';
import type { Parameter } from './document.ts';
import { isObject, type Discriminator, type SpecSchema, type SchemaOrSwitch } from './json-schema.ts';
import { linearPattern } from './obstacles.ts';
import type { ResolveSchema } from './resolve.ts';
import { textOfFormat } from './formats.ts';

/** Makes validators of a document's schemas; their faults have the same form as those of other operations. */
export interface Validators {
  /** For a value of JSON. */
  of(schema: SchemaOrSwitch): z.ZodType;
  /** For query or path parameters, which arrive as text; `null` without any. */
  ofParameters(parameters: readonly Parameter[]): z.ZodType | null;
  accepts(schema: SchemaOrSwitch, value: unknown): boolean;
}

export function createValidators(resolve: ResolveSchema): Validators {
  const named = new Map<string, z.ZodType>();
  const made = new WeakMap<object, z.ZodType>();

  function of(schema: SchemaOrSwitch): z.ZodType {
    if (typeof schema === 'boolean') return schema ? anything() : z.never();
    const known = made.get(schema) ?? make(schema);
    made.set(schema, known);
    return known;
  }

  function make(schema: SpecSchema): z.ZodType {
    const { $ref, ...beside } = onlyReferenceIn(schema);
    if ($ref === undefined) return nullableBy(schema, whole(resolve(schema), false));
    if (Object.keys(beside).every((keyword) => ANNOTATIONS.has(keyword))) {
      return nullableBy(schema, reference($ref));
    }
    return z.lazy(() => nullableBy(resolve(schema), whole(resolve(schema), false)));
  }

  /** Schemas may contain themselves, so that a reference is followed when a value gets there. */
  function reference($ref: string): z.ZodType {
    const known = named.get($ref);
    if (known) return known;
    const validator = z.lazy(() => {
      const target = resolve({ $ref });
      return nullableBy(target, whole(target, true));
    });
    named.set($ref, validator);
    return validator;
  }

  function whole(schema: SpecSchema, isNamed: boolean): z.ZodType {
    const branches = schema.anyOf ?? schema.oneOf;
    if (schema.const !== undefined) return z.literal(schema.const as string);
    if (schema.enum) return choice(schema.enum, isNamed);
    if (branches) return union(branches, schema.discriminator);
    const types = [schema.type ?? impliedType(schema)].flat().filter((type) => type !== 'null');
    const [first = 'any', ...others] = types.map((type) => ofType(type, schema));
    if (first === 'any') return anything();
    return others.length === 0 ? first : z.union([first, ...others]);
  }

  function ofType(type: string, schema: SpecSchema): z.ZodType {
    if (type === 'string') return text(schema);
    if (type === 'integer') return numbers(wideInteger(), schema);
    if (type === 'number') return numbers(z.number(), schema);
    if (type === 'boolean') return z.boolean();
    if (type === 'array') return list(schema);
    return type === 'object' ? object(schema) : anything();
  }

  function union(branches: readonly SchemaOrSwitch[], discriminator: Discriminator | undefined): z.ZodType {
    const tagged = discriminator ? taggedBranches(discriminator) : [];
    if (discriminator && tagged.length > 0) {
      return z.discriminatedUnion(discriminator.propertyName, tagged as [z.ZodObject, ...z.ZodObject[]]);
    }
    const [first, ...others] = branches
      .filter((branch) => !isNull(resolve(branch)))
      .map((branch) => of(branch));
    if (!first) return z.null();
    return others.length === 0 ? first : z.union([first, ...others]);
  }

  /** pydantic wants the tag in every value, though the schema of a branch may leave it out. */
  function taggedBranches({ propertyName, mapping = {} }: Discriminator): readonly z.ZodType[] {
    return Object.entries(mapping).map(([tag, $ref]) => {
      const branch = resolve({ $ref });
      const properties = { ...branch.properties, [propertyName]: { const: tag } };
      return object({ ...branch, properties, required: [...(branch.required ?? []), propertyName] });
    });
  }

  function list({ items = true, minItems = 0, maxItems, uniqueItems }: SpecSchema): z.ZodType {
    const all = z.array(of(items)).min(minItems);
    const bounded = maxItems === undefined ? all : all.max(maxItems);
    if (uniqueItems !== true) return bounded;
    return bounded.refine(
      (values) => new Set(values.map((one) => JSON.stringify(one))).size === values.length,
      {
        error: 'The items of the list should be unique',
      },
    );
  }

  function object({ properties = {}, required = [], additionalProperties }: SpecSchema): z.ZodType {
    const names = [...new Set([...Object.keys(properties), ...required])];
    if (names.length === 0 && additionalProperties !== false) {
      return z.record(z.string(), of(additionalProperties ?? true));
    }
    const fields = names.map((name) => {
      const validator = of(properties[name] ?? true);
      return [name, required.includes(name) ? validator : validator.optional()] as const;
    });
    const shape = Object.fromEntries(fields);
    if (additionalProperties === false) return z.strictObject(shape);
    const others = isObject(additionalProperties) ? of(additionalProperties) : null;
    if (others) return z.object(shape).catchall(others);
    return additionalProperties === true ? z.looseObject(shape) : z.object(shape);
  }

  function ofParameters(parameters: readonly Parameter[]): z.ZodType | null {
    if (parameters.length === 0) return null;
    const fields = parameters.map(({ name, required, schema }) => {
      const validator = parameterOf(schema);
      return [name, required ? validator : validator.optional()] as const;
    });
    return z.object(Object.fromEntries(fields));
  }

  function parameterOf(given: SchemaOrSwitch): z.ZodType {
    const schema = resolve(given);
    const branches = schema.anyOf ?? schema.oneOf;
    const type = [schema.type ?? 'string'].flat().find((one) => one !== 'null');
    if (branches) return parameterOf(branches.find((one) => isText(resolve(one))) ?? branches[0] ?? true);
    if (type === 'boolean') return booleanParameter;
    if (type === 'integer' && !schema.enum) return intParameter.pipe(numbers(z.number(), schema));
    if (type === 'number' && !schema.enum) return numberParameter.pipe(numbers(z.number(), schema));
    return type === 'string' && Object.keys(schema).length > 0 ? of(given) : z.string();
  }

  return { of, ofParameters, accepts: (schema, value) => of(schema).safeParse(value).success };
}

/** FastAPI writes `allOf` with one reference where it has a default or a description to add. */
function onlyReferenceIn(schema: SpecSchema): SpecSchema {
  const { allOf = [], ...beside } = schema;
  const [only] = allOf;
  return allOf.length === 1 && isObject(only) && !schema.$ref ? { ...only, ...beside } : schema;
}

/** Keywords that change nothing when they stand beside a reference, but for `nullable`. */
const ANNOTATIONS = new Set([
  'nullable',
  'description',
  'title',
  'default',
  'example',
  'examples',
  'deprecated',
]);

function nullableBy(schema: SpecSchema, validator: z.ZodType): z.ZodType {
  const types = [schema.type ?? []].flat();
  const branches = schema.anyOf ?? schema.oneOf ?? [];
  const isNullable =
    schema.nullable === true ||
    types.includes('null') ||
    (schema.enum?.includes(null) ?? false) ||
    branches.some((branch) => typeof branch === 'object' && isNull(branch));
  return isNullable ? validator.nullable() : validator;
}

function isNull({ type, const: value }: SpecSchema): boolean {
  return type === 'null' || value === null;
}

function isText(schema: SpecSchema): boolean {
  return schema.type === 'string' && !schema.enum;
}

function impliedType(schema: SpecSchema): string {
  if (schema.properties ?? schema.required) return 'object';
  return schema.items === undefined ? 'any' : 'array';
}

/** Every value, but there has to be one. */
function anything(): z.ZodType {
  return z.custom((value) => value !== undefined).meta({});
}

/** A component is an enumeration of Python, a list of choices within another schema a `Literal`. */
function choice(values: readonly unknown[], isNamed: boolean): z.ZodType {
  const choices = values.filter((value) => value !== null) as string[];
  if (isNamed) return z.enum(Object.fromEntries(choices.map((value, index) => [`choice ${index}`, value])));
  return z.literal(choices);
}

function text(schema: SpecSchema): z.ZodType {
  const { minLength, maxLength, format = '', pattern } = schema;
  const special = textOfFormat(format, schema);
  if (special) return special;
  const atLeast = minLength === undefined ? z.string() : z.string().min(minLength);
  const bounded = maxLength === undefined ? atLeast : atLeast.max(maxLength);
  return pattern === undefined ? bounded : matching(bounded, pattern);
}

function matching(base: z.ZodString, pattern: string): z.ZodType {
  const matches = linearPattern(pattern) ?? (() => true);
  return base
    .check((ctx) => {
      if (matches(ctx.value)) return;
      ctx.issues.push({
        code: 'invalid_format',
        format: 'regex',
        pattern: `/${pattern}/`,
        input: ctx.value,
        continue: true,
      });
    })
    .meta({ pattern });
}

function numbers(base: z.ZodNumber, schema: SpecSchema): z.ZodNumber {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  let bounded = base;
  if (minimum !== undefined) bounded = exclusiveMinimum === true ? bounded.gt(minimum) : bounded.min(minimum);
  if (maximum !== undefined) bounded = exclusiveMaximum === true ? bounded.lt(maximum) : bounded.max(maximum);
  if (typeof exclusiveMinimum === 'number') bounded = bounded.gt(exclusiveMinimum);
  if (typeof exclusiveMaximum === 'number') bounded = bounded.lt(exclusiveMaximum);
  return multipleOf === undefined ? bounded : bounded.multipleOf(multipleOf);
}

const numberParameter = z
  .string()
  .meta({ type: 'number' })
  .transform((given, ctx) => {
    const number = given.trim() === '' ? NaN : Number(given);
    if (Number.isFinite(number)) return number;
    const message = 'Input should be a valid number, unable to parse string as a number';
    ctx.addIssue({ code: 'custom', message, params: { type: 'float_parsing' } });
    return z.NEVER;
  });
