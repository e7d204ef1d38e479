import { exampleOf, join, samplesOf, type Examples } from './examples.ts';
import type { Schema, Specification } from './specification.ts';

type Path = readonly (string | number)[];

/** A value to try where a schema stands: what was done to it, and where the fault lies if it is wrong. */
export interface Variant {
  readonly name: string;
  readonly value: unknown;
  readonly loc: Path;
}

export interface Variants {
  readonly valid: readonly Variant[];
  readonly invalid: readonly Variant[];
}

const DEPTH_LIMIT = 5;

/**
 * Every value worth trying for a schema: each bound just inside and just outside, each enum value and a
 * wrong one, each wrong type, `null`, each required field left out; in nested schemas too.
 */
export function variantsOf(specification: Specification, examples: Examples) {
  const { resolve } = specification;

  function walk(given: Schema, path: string, depth: number): Variants {
    const schema = resolve(given);
    const branches = schema.anyOf ?? schema.oneOf;
    const found = branches ? ofBranches(branches, path, depth) : ofType(schema, path, depth);
    const nothing = [{ name: 'null', value: null, loc: [] }];
    if (schema.nullable === true) return { ...found, valid: [...found.valid, ...nothing] };
    return { ...found, invalid: [...found.invalid, ...nothing] };
  }

  /** What one branch refuses another may take: the suite asks the published schema which it is. */
  function ofBranches(branches: readonly Schema[], path: string, depth: number): Variants {
    const all = branches.map((branch) => walk(branch, path, depth));
    return {
      valid: all.flatMap(({ valid }) => valid),
      invalid: all.flatMap(({ invalid }) => invalid.filter(({ loc }) => loc.length === 0)),
    };
  }

  function ofType(schema: Schema, path: string, depth: number): Variants {
    const wrong = wrongTypes(schema).map((value) => ({ name: JSON.stringify(value), value, loc: [] }));
    if (depth > DEPTH_LIMIT) return { valid: [example(schema, path)], invalid: wrong };
    const inner = innerVariants(schema, path, depth);
    const { valid, invalid } = samplesOf(schema, path, examples);
    return {
      valid: [example(schema, path), ...plain(valid), ...inner.valid],
      invalid: [...wrong, ...plain(invalid), ...inner.invalid],
    };
  }

  function innerVariants(schema: Schema, path: string, depth: number): Variants {
    if (schema.properties) return ofFields(schema, path, depth);
    if (schema.type === 'array' && schema.items) return ofItems(schema.items, path, depth);
    if (typeof schema.additionalProperties !== 'object') return NOTHING;
    const wrap = ({ name, value, loc }: Variant) => ({ name, value: { key: value }, loc: ['key', ...loc] });
    return mapVariants(walk(schema.additionalProperties, `${path}.*`, depth + 1), wrap);
  }

  function ofItems(items: Schema, path: string, depth: number): Variants {
    const wrap = ({ name, value, loc }: Variant) => ({
      name: `[0] ${name}`,
      value: [value],
      loc: [0, ...loc],
    });
    return mapVariants(walk(items, join(path, '0'), depth + 1), wrap);
  }

  function ofFields(schema: Schema, path: string, depth: number): Variants {
    const base = exampleOf(specification, schema, path, examples) as Readonly<Record<string, unknown>>;
    const each = Object.entries(schema.properties ?? {}).map(([field, inner]) =>
      mapVariants(walk(inner, join(path, field), depth + 1), ({ name, value, loc }) => ({
        name: `${field} ${name}`,
        value: { ...base, [field]: value },
        loc: [field, ...loc],
      })),
    );
    const missing = (schema.required ?? []).map((field) => ({
      name: `without ${field}`,
      value: { ...base, [field]: undefined },
      loc: [field],
    }));
    return {
      valid: each.flatMap(({ valid }) => valid),
      invalid: [...missing, ...each.flatMap(({ invalid }) => invalid)],
    };
  }

  function example(schema: Schema, path: string): Variant {
    return { name: 'example', value: exampleOf(specification, schema, path, examples), loc: [] };
  }

  return (schema: Schema): Variants => walk(schema, '', 0);
}

const NOTHING: Variants = { valid: [], invalid: [] };

function mapVariants({ valid, invalid }: Variants, wrap: (variant: Variant) => Variant): Variants {
  return { valid: valid.map(wrap), invalid: invalid.map(wrap) };
}

function plain(values: readonly unknown[]): Variant[] {
  return values.map((value) => ({ name: shown(value), value, loc: [] }));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 20)}… (${text.length} characters)` : text;
}

const OF_EACH_TYPE: readonly (readonly [types: readonly string[], value: unknown])[] = [
  [['string'], 'a text'],
  [['number'], 1.5],
  [['number', 'integer'], 7],
  [['boolean'], true],
  [['array'], []],
  [['object'], {}],
];

function wrongTypes({ type }: Schema): readonly unknown[] {
  if (type === undefined) return [];
  return OF_EACH_TYPE.filter(([types]) => !types.includes(type)).map(([, value]) => value);
}
