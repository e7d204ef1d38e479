import fc from 'fast-check';
import { arbitraryOf } from './arbitrary.ts';
import { exampleOf, type Examples } from './examples.ts';
import type { PublishedOperation, Schema, Specification } from './specification.ts';
import type { Validator } from './validator.ts';
import { variantsOf, type Variant } from './variants.ts';

/** One request to send and what the specification says about it. */
export interface Case {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Where the fault lies; `null` when the request is valid. */
  readonly fault: readonly (string | number)[] | null;
}

export const SEED = 20_261_121;
const RANDOM_BODIES = 25;

export interface Source {
  readonly specification: Specification;
  readonly validator: Validator;
  readonly examples: Examples;
}

/** Every request worth sending to an operation, the same in every run. */
export function casesOf(source: Source, operation: PublishedOperation): readonly Case[] {
  const body = operation.body
    ? exampleOf(source.specification, operation.body, '', source.examples)
    : undefined;
  const query = requiredQuery(source, operation);
  return [
    { name: 'example', query, body, fault: null },
    ...queryCases(source, operation).map((one) => ({ ...one, query: { ...query, ...one.query }, body })),
    ...missingQuery(operation, query).map((one) => ({ ...one, body })),
    ...(operation.body ? bodyCases(source, operation.body) : []).map((one) => ({ ...one, query })),
  ];
}

type BodyCase = Omit<Case, 'query'>;
type QueryCase = Omit<Case, 'body'>;

function bodyCases(source: Source, schema: Schema): readonly BodyCase[] {
  const { valid, invalid } = variantsOf(source.specification, source.examples)(schema);
  const all = [...valid, ...invalid.filter(({ value }) => value !== undefined)];
  const random = fc.sample(arbitraryOf(source.specification, source.examples)(schema), {
    seed: SEED,
    numRuns: RANDOM_BODIES,
  });
  return [
    { name: 'no body', body: undefined, fault: ['body'] },
    ...someOf(all).map((variant) => bodyCase(source, schema, variant)),
    ...random
      .map((body, index) => ({ name: `random ${index}`, body: sent(body), fault: null }))
      .filter(({ body }) => JSON.stringify(body).length < LARGEST_BODY),
  ];
}

/** Larger bodies are refused with 413. */
const LARGEST_BODY = 1024 * 1024;

const MOST_VARIANTS = 500;

/** Of very many variants, those of two dozen kinds of graph node for example, every second, third or so. */
function someOf(variants: readonly Variant[]): readonly Variant[] {
  const step = Math.ceil(variants.length / MOST_VARIANTS);
  return variants.filter((_, index) => index % step === 0);
}

/** The published schema itself decides whether the request is valid. */
function bodyCase({ validator }: Source, schema: Schema, { name, value, loc }: Variant): BodyCase {
  const body = sent(value);
  return { name, body, fault: validator.accepts(schema, body) ? null : ['body', ...loc] };
}

/** A value as it travels: without the fields that are undefined. */
function sent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function requiredQuery({ specification, examples }: Source, operation: PublishedOperation) {
  const required = operation.query.filter((parameter) => parameter.required);
  return Object.fromEntries(
    required.map(({ name, schema }) => [
      name,
      String(exampleOf(specification, schema, `?${name}`, examples)),
    ]),
  );
}

function missingQuery(operation: PublishedOperation, query: Readonly<Record<string, string>>): QueryCase[] {
  const required = operation.query.filter((parameter) => parameter.required);
  return required.map(({ name }) => {
    const rest = Object.entries(query).filter(([other]) => other !== name);
    return { name: `without ?${name}`, query: Object.fromEntries(rest), fault: ['query', name] };
  });
}

function queryCases(source: Source, operation: PublishedOperation): QueryCase[] {
  return operation.query.flatMap(({ name, schema }) => {
    const { valid, invalid } = queryTexts(source, name, source.specification.resolve(schema));
    const make = (text: string, fault: Case['fault']): QueryCase => ({
      name: `?${name}=${text.slice(0, 30)}`,
      query: { [name]: text },
      fault,
    });
    return [...valid.map((text) => make(text, null)), ...invalid.map((text) => make(text, ['query', name]))];
  });
}

function queryTexts({ specification, examples }: Source, name: string, schema: Schema) {
  if (schema.enum) return { valid: schema.enum.map(String), invalid: ['no such choice', ''] };
  if (schema.type === 'integer') return { valid: ['0', '7', '-1'], invalid: ['many', '1.5', ''] };
  if (schema.type === 'boolean') return { valid: ['true', 'false', '1', '0'], invalid: ['perhaps', ''] };
  if (schema.pattern !== undefined) return { valid: ['GB'], invalid: ['gb', ''] };
  return { valid: [String(exampleOf(specification, schema, `?${name}`, examples)), ''], invalid: [] };
}
