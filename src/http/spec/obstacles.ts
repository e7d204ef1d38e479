import { RE2JS } from 're2js';
import type { SchemaOrSwitch } from './json-schema.ts';
import type { ResolveSchema } from './resolve.ts';

/** Keywords of JSON Schema that refuse values and that the emulator does not check. */
const UNCHECKED = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'prefixItems',
  'propertyNames',
  'patternProperties',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedItems',
  'unevaluatedProperties',
  '$dynamicRef',
];

/** Why values cannot be checked by a schema; `null` when they can. Every part of it is looked at. */
export function obstacleIn(root: SchemaOrSwitch, resolve: ResolveSchema): string | null {
  const seen = new Set<unknown>();
  const look = (given: SchemaOrSwitch): string | null => {
    const schema = resolve(given);
    if (seen.has(schema)) return null;
    seen.add(schema);
    const unchecked = UNCHECKED.find((keyword) => schema[keyword] !== undefined);
    if (unchecked !== undefined) return `the keyword "${unchecked}" is not checked by the emulator`;
    if (schema.pattern !== undefined && linearPattern(schema.pattern) === null) {
      return `the pattern ${schema.pattern.slice(0, 100)} cannot be matched in linear time`;
    }
    const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [] } = schema;
    // `additionalProperties: false` is checked; everywhere else `false` is an obstacle.
    const others =
      additionalProperties === undefined || additionalProperties === false ? [] : [additionalProperties];
    const inner = [...Object.values(properties), ...(items === undefined ? [] : [items]), ...others];
    for (const part of [...inner, ...anyOf, ...oneOf]) {
      const obstacle = look(part);
      if (obstacle !== null) return obstacle;
    }
    return null;
  };
  return look(root);
}

/**
 * A pattern that is matched in time linear to the text. `null` for one that needs more, such as a look-ahead, which
 * pydantic 2 refuses too.
 */
export function linearPattern(pattern: string): ((text: string) => boolean) | null {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.test(text);
  } catch {
    return null;
  }
}
