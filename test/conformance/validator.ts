import { isIP } from 'node:net';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import type { Discriminator, Schema, Specification } from './specification.ts';

export interface Validator {
  /** What is wrong with `value` by the published schema; empty when nothing is. */
  faults(schema: Schema, value: unknown): readonly string[];
  accepts(schema: Schema, value: unknown): boolean;
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  uri: (text) => URL.canParse(text) && /^[a-z][a-z\d+.-]*:\S+$/i.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  ipvanyaddress: (text) => isIP(text) !== 0,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
};

/** Validates by the published schemas, whose `nullable` JSON Schema does not know. */
export function createValidator({ document }: Specification): Validator {
  const ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false });
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, validate);
  ajv.addSchema({ $id: 'published', components: translated('properties', document.components) });
  const compiled = new Map<Schema, ReturnType<typeof ajv.compile>>();
  const compile = (schema: Schema) => {
    const known = compiled.get(schema);
    if (known) return known;
    const made = ajv.compile(translate(schema) as AnySchema);
    compiled.set(schema, made);
    return made;
  };
  return {
    accepts: (schema, value) => compile(schema)(value) === true,
    faults: (schema, value) => {
      const validate = compile(schema);
      if (validate(value) === true) return [];
      return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''}`);
    },
  };
}

/** The same schema in JSON Schema's own words: `nullable` becomes a choice, references become absolute. */
function translate(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(translate);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, default: _default, examples: _examples, ...words } = schema as Record<string, unknown>;
  const { discriminator } = words as Schema;
  if (discriminator) words['oneOf'] = taggedBranches(discriminator);
  const rest = mapValues(words, (value, key) => translated(key, value));
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}

/** A value without the field that tells what it is would be taken for whichever alternative happens to fit. */
function taggedBranches({ propertyName, mapping }: Discriminator): Schema[] {
  return Object.entries(mapping).map(([tag, $ref]) => ({
    $ref,
    properties: { [propertyName]: { enum: [tag] } },
    required: [propertyName],
  }));
}

function translated(key: string, value: unknown): unknown {
  if (key === '$ref' && typeof value === 'string') return `published${value}`;
  // Below these stand names of fields and schemas, which may be called like keywords.
  if (key === 'properties' || key === 'schemas')
    return mapValues(value as Record<string, unknown>, translate);
  return translate(value);
}

function mapValues(
  from: Readonly<Record<string, unknown>>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value, key)]));
}
