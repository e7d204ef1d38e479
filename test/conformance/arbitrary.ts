import fc from 'fast-check';
import { exampleOf, join, namedExample, samplesOf, type Examples } from './examples.ts';
import type { Schema, Specification } from './specification.ts';

const DEPTH_LIMIT = 4;

/** Whole bodies at random that the published schema allows, from sensible values where only those do. */
export function arbitraryOf(specification: Specification, examples: Examples) {
  const { resolve } = specification;

  function walk(given: Schema, path: string, depth: number): fc.Arbitrary<unknown> {
    const schema = resolve(given);
    const made = arbitraryFor(schema, path, depth);
    return schema.nullable === true ? fc.option(made, { freq: 4 }) : made;
  }

  function arbitraryFor(schema: Schema, path: string, depth: number): fc.Arbitrary<unknown> {
    const example = exampleOf(specification, schema, path, examples);
    if (namedExample(examples, path) !== undefined || depth > DEPTH_LIMIT) return fc.constant(example);
    const branches = schema.anyOf ?? schema.oneOf;
    if (branches) return fc.oneof(...branches.map((branch) => walk(branch, path, depth + 1)));
    if (schema.properties) return fields(schema, path, depth);
    if (schema.type === 'array') return list(schema, path, depth);
    return fc.constantFrom(example, ...samplesOf(schema, path, examples).valid);
  }

  function list({ items = {}, minItems = 0, maxItems }: Schema, path: string, depth: number) {
    const maxLength = Math.min(maxItems ?? 3, Math.max(3, minItems));
    return fc.array(walk(items, join(path, '0'), depth + 1), { minLength: minItems, maxLength });
  }

  function fields({ properties = {}, required = [] }: Schema, path: string, depth: number) {
    const each = Object.entries(properties).map(([field, schema]) => {
      const made = walk(schema, join(path, field), depth + 1);
      return [field, required.includes(field) ? made : fc.option(made, { nil: undefined })] as const;
    });
    return fc.record(Object.fromEntries(each));
  }

  return (schema: Schema): fc.Arbitrary<unknown> => walk(schema, '', 0);
}
