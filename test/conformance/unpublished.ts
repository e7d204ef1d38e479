import type { Schema, Specification } from './specification.ts';

/** The fields of an answer, as paths, that its published schema does not have. */
export function unpublishedFields(specification: Specification, schema: Schema, value: unknown): string[] {
  const { resolve } = specification;
  const walk = (given: Schema, found: unknown, path: string): string[] => {
    const { properties, items, anyOf, oneOf, additionalProperties: others } = resolve(given);
    const branches = anyOf ?? oneOf;
    if (branches) return best(branches.map((branch) => walk(branch, found, path)));
    if (Array.isArray(found)) return items ? found.flatMap((one) => walk(items, one, `${path}[]`)) : [];
    if (typeof found !== 'object' || found === null || !properties || others !== undefined) return [];
    return Object.entries(found).flatMap(([name, inner]) => {
      const known = properties[name];
      return known ? walk(known, inner, `${path}.${name}`) : [`${path}.${name} is not published`];
    });
  };
  return walk(schema, value, '');
}

function best(branches: readonly string[][]): string[] {
  return branches.reduce((least, one) => (one.length < least.length ? one : least), branches[0] ?? []);
}
