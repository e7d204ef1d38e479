import type { Schema, Specification } from './specification.ts';

/** By the path of a field in the body (`items.0.sku`): a value that makes sense where any would do. */
export type Examples = Readonly<Record<string, unknown>>;

/** The example for a field of any depth: `*.sku` is for every `sku`, `*.categories.0` for every category. */
export function namedExample(examples: Examples, path: string): unknown {
  const steps = path.split('.');
  const keys = steps.map((_, index) => `*.${steps.slice(index).join('.')}`);
  return [path, ...keys].map((key) => examples[key]).find((value) => value !== undefined);
}

/** The smallest value that a schema allows: required fields only. */
export function exampleOf(
  specification: Specification,
  given: Schema,
  path: string,
  examples: Examples,
): unknown {
  const named = namedExample(examples, path);
  if (named !== undefined) return named;
  const schema = specification.resolve(given);
  const inner = (one: Schema, at: string) => exampleOf(specification, one, at, examples);
  const [branch] = schema.anyOf ?? schema.oneOf ?? [];
  if (branch) return inner(branch, path);
  if (schema.type === 'array') {
    const { items = {}, minItems = 0 } = schema;
    return Array.from({ length: Math.max(minItems, path === '' ? 1 : 0) }, () =>
      inner(items, join(path, '0')),
    );
  }
  if (schema.type !== 'object') return scalar(schema);
  const { properties = {}, required = [] } = schema;
  const fields = required.map((field) => [field, inner(properties[field] ?? {}, join(path, field))]);
  return Object.fromEntries(fields) as unknown;
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  uri: 'https://example.test/page',
  email: 'player@example.test',
  ipvanyaddress: '203.0.113.7',
  date: '2026-11-21',
  'date-time': '2026-11-21T12:00:00Z',
  '^[A-Z]{2}$': 'GB',
};

function scalar(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return numberFor(schema);
  if (schema.type !== 'string') return 'anything';
  return BY_FORMAT[schema.pattern ?? schema.format ?? ''] ?? 'x'.repeat(Math.max(1, schema.minLength ?? 1));
}

function numberFor({ minimum, maximum, exclusiveMinimum }: Schema): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? 1 : exclusiveMinimum + 1);
  return Math.min(Math.max(1, least), maximum ?? Infinity);
}

interface Samples {
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

/** The edges of what a schema allows by itself, its fields and items aside. */
export function samplesOf(schema: Schema, path: string, examples: Examples): Samples {
  if (schema.enum) return { valid: schema.enum, invalid: ['no such choice'] };
  if (schema.type === 'string') return textSamples(schema);
  if (schema.type === 'integer' || schema.type === 'number') return numberSamples(schema);
  if (schema.type === 'boolean') return { valid: [true, false], invalid: [] };
  if (schema.type === 'array') return listSamples(schema, examples[join(path, '0')]);
  return { valid: [], invalid: [] };
}

const NOT_OF_FORMAT: Readonly<Record<string, readonly string[]>> = {
  uri: ['no uri', 'http//example.test'],
  email: ['nobody', '@example.test', 'a@'],
  ipvanyaddress: ['999.1.1.1', 'localhost'],
  date: ['2026-13-01', 'yesterday'],
  'date-time': ['yesterday'],
  '^[A-Z]{2}$': ['gb', 'GBR', 'G'],
};

function textSamples({ minLength, maxLength, format, pattern }: Schema): Samples {
  const kind = pattern ?? format;
  const start = BY_FORMAT[kind ?? ''] ?? '';
  const fill = (length: number) => start.padEnd(length, 'x');
  return {
    valid: [
      ...(minLength !== undefined && kind === undefined ? [fill(minLength)] : []),
      ...(maxLength === undefined ? [] : [fill(maxLength)]),
      ...(minLength === undefined && kind === undefined ? ['', 'Zoë 🎮'] : []),
    ],
    invalid: [
      ...(minLength !== undefined && minLength > 0 ? ['x'.repeat(minLength - 1)] : []),
      ...(maxLength === undefined ? [] : [fill(maxLength + 1)]),
      ...(NOT_OF_FORMAT[kind ?? ''] ?? []),
    ],
  };
}

function numberSamples(schema: Schema): Samples {
  const step = schema.type === 'integer' ? 1 : 0.01;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const at = (edge: number | undefined, by: number) => (edge === undefined ? [] : [edge + by]);
  const isOpen = minimum === undefined && exclusiveMinimum === undefined;
  return {
    valid: [
      ...at(minimum, 0),
      ...at(maximum, 0),
      ...at(exclusiveMinimum, step),
      ...at(exclusiveMaximum, -step),
      ...(isOpen ? [0, -1] : []),
    ],
    invalid: [
      ...at(minimum, -step),
      ...at(maximum, step),
      ...at(exclusiveMinimum, 0),
      ...at(exclusiveMaximum, 0),
      ...(schema.type === 'integer' ? [numberFor(schema) + 0.5] : []),
    ],
  };
}

function listSamples({ minItems, maxItems }: Schema, item: unknown = {}): Samples {
  const list = (length: number): unknown[] => Array.from({ length }, () => item);
  return {
    valid: minItems === undefined ? [[]] : [],
    invalid: [
      ...(minItems !== undefined && minItems > 0 ? [list(minItems - 1)] : []),
      ...(maxItems === undefined ? [] : [list(maxItems + 1)]),
    ],
  };
}

export function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
