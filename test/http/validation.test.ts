import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ipAddressSchema, uriSchema } from '../../src/http/api/schemas.ts';
import { booleanParameter, intParameter } from '../../src/http/api/parameters.ts';
import { tryParse } from '../../src/http/api/validation.ts';

type Told = readonly [loc: readonly (string | number)[], msg: string, type: string];

/** What FastAPI 0.142 with pydantic 2.13 answered to these, from models like the schemas below. */
interface Answers {
  readonly bodies: readonly (readonly [body: object, faults: readonly Told[]])[];
  readonly queries: readonly (readonly [query: string, faults: readonly Told[] | null])[];
}

const ANSWERS = JSON.parse(
  readFileSync(new URL('pydantic-answers.json', import.meta.url), 'utf8'),
) as Answers;

const itemSchema = z.object({
  sku: z.string().min(1),
  quantity: z.int().gt(0).nullish(),
  image_url: z.union([uriSchema, z.literal('')]).optional(),
});

const redirectSchema = z.object({
  mode: z.enum(['no_redirect', 'immediate', 'delayed']).optional(),
  delay_seconds: z.number().gt(0).max(300).optional(),
});

const priceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('fiat'), amount: z.int() }),
  z.object({ type: z.literal('points'), points: z.int() }),
]);

const orderSchema = z.object({
  items: z.array(itemSchema).min(1).max(3),
  player_id: z.string(),
  email: z.email().optional(),
  redirect_settings: redirectSchema.optional(),
  discount_percent: z.int().min(0).max(100).optional(),
  points: z.int().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  ip_address: ipAddressSchema.optional(),
  country_locked: z.boolean().optional(),
  url: uriSchema.optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  custom: z.record(z.string(), z.unknown()).optional(),
  price_decimal: z.number().min(0).max(1_000_000_000).nullish(),
  tags: z.array(z.enum(['tester'])).optional(),
  short: z.string().max(3).optional(),
  price: priceSchema.optional(),
  anynum: z.union([z.int(), z.string()]).optional(),
  unset: z.union([z.string(), z.literal('x')]).optional(),
  custom_values: z
    .record(z.string(), z.union([z.boolean(), z.int(), z.number(), z.string(), z.array(z.string())]))
    .optional(),
});

const querySchema = z.object({
  limit: intParameter.optional(),
  flag: booleanParameter.optional(),
  sort: z.enum(['asc', 'desc']).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  needed: z.string(),
});

function told(schema: z.ZodType, input: unknown, at: string): readonly Told[] {
  return tryParse(schema, input, at).details.map(({ loc, msg, type }) => [loc, msg, type] as const);
}

describe('what is wrong with a request', () => {
  it.each(ANSWERS.bodies)(
    'is told of the body %j as FastAPI tells it [requests.validation-messages]',
    (body, faults) => {
      const whole = { items: [{ sku: 'A' }], player_id: 'p', ...body };
      expect(told(orderSchema, whole, 'body')).toEqual(faults);
    },
  );

  it.each(ANSWERS.queries)(
    'is told of the query %j as FastAPI tells it [requests.validation-messages] [requests.query-parameters]',
    (query, faults) => {
      const input = Object.fromEntries(new URLSearchParams(query));
      expect(told(querySchema, input, 'query')).toEqual(faults ?? []);
    },
  );

  it.each([
    [undefined, ['body'], 'missing'],
    [5, ['body'], 'model_attributes_type'],
    [[], ['body'], 'model_attributes_type'],
    [{ items: [{ sku: 'A' }], player_id: 'p', points: 1e30 }, ['body', 'points'], 'int_parsing_size'],
    [{ items: [{ sku: 'A' }], player_id: 'p', points: Infinity }, ['body', 'points'], 'finite_number'],
  ])('is told of the whole body %j [requests.large-integers]', (body, loc, type) => {
    expect(told(orderSchema, body, 'body').map(([at, , kind]) => [at, kind])).toEqual([[loc, type]]);
  });

  it.each([
    ['discount_percent', '5', 'int_type'],
    ['discount_percent', true, 'int_type'],
    ['price_decimal', '1.5', 'float_type'],
    ['country_locked', 'yes', 'bool_type'],
    ['country_locked', 1, 'bool_type'],
  ])(
    'holds %s to its published type, although pydantic would convert %j [requests.no-type-conversion]',
    (field, value, type) => {
      const body = { items: [{ sku: 'A' }], player_id: 'p', [field]: value };
      expect(told(orderSchema, body, 'body').map(([loc, , kind]) => [loc, kind])).toEqual([
        [['body', field], type],
      ]);
    },
  );
});
