import * as z from 'zod';
import type { Operation } from './operation.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What a schema of ours takes, as JSON Schema: made from the very schema that validates. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return described;
}

/** What an OpenAPI description says of an API as a whole. */
export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly mount: string;
  readonly operations: readonly Operation[];
  /** Whether a request must carry an API key. */
  readonly needsKey: boolean;
  /** The errors that every operation can answer, by status. */
  readonly errors: Readonly<Record<number, string>>;
}

/** Describes an API from the operations that it serves, as OpenAPI 3.1. */
export function describeApi(api: ApiDescription): object {
  const components = new Map<string, JsonSchema>(Object.entries(ERROR_SCHEMAS));
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of api.operations) {
    const { method, path } = operation;
    const described = describeOperation(operation, api.errors, components);
    paths[path] = { ...paths[path], [method.toLowerCase()]: described };
  }
  return {
    openapi: '3.1.0',
    info: { title: api.title, description: api.description, version: api.version },
    servers: [{ url: api.mount }],
    security: [{ key: [] }, ...(api.needsKey ? [] : [{}])],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(components),
    },
    paths,
  };
}

type Components = Map<string, JsonSchema>;

function describeOperation(
  operation: Operation,
  commonErrors: ApiDescription['errors'],
  components: Components,
): object {
  const { id, summary, description, path, query, body } = operation;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    parameters: [...names.map(pathParameter), ...(query ? queryParameters(query) : [])],
    ...(body && { requestBody: { required: !takesNothing(body), content: content(body, components) } }),
    responses: {
      ...mapValues(operation.response, (schema) => answer(schema, components)),
      ...mapValues({ ...commonErrors, ...inputErrors(operation), ...operation.errors }, describeError),
    },
  };
}

/** A request without a body is read as an empty object where there is nothing that must be sent. */
function takesNothing(body: z.ZodType): boolean {
  return body.safeParse({}).success;
}

function inputErrors({ query, body }: Operation): ApiDescription['errors'] {
  return {
    ...(body && {
      400: 'The body is not UTF-8, is nested too deeply, or ended too early.',
      413: 'The body is larger than 1 MiB.',
      415: 'The body is compressed.',
    }),
    ...((query ?? body) && { 422: 'Everything that is wrong with the request.' }),
  };
}

function pathParameter(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function queryParameters(query: z.ZodType): readonly object[] {
  const { properties = {}, required = [] } = jsonSchemaOf(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function answer(schema: z.ZodType | null, components: Components): object {
  if (schema === null) return { description: 'Done; the answer has no body.' };
  return { description: 'Done.', content: content(schema, components) };
}

const ERROR_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Error: { type: 'object', properties: { detail: { type: 'string' } }, required: ['detail'] },
  ValidationError: {
    type: 'object',
    properties: {
      detail: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            loc: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
            msg: { type: 'string' },
            type: { type: 'string' },
          },
          required: ['loc', 'msg', 'type'],
        },
      },
    },
    required: ['detail'],
  },
};

function describeError(description: string, status: string): object {
  const name = status === '422' ? 'ValidationError' : 'Error';
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

/** A JSON body. Schemas that have an id are described once, among the components. */
function content(schema: z.ZodType, components: Components): object {
  const { $defs = {}, ...described } = relocated(jsonSchemaOf(schema)) as JsonSchema;
  for (const [name, part] of Object.entries($defs)) components.set(name, part);
  return { 'application/json': { schema: described } };
}

/** The same schema with the references that it has as a component of the description. */
function relocated(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^#\/\$defs\//, '#/components/schemas/');
  if (Array.isArray(value)) return value.map(relocated);
  if (typeof value !== 'object' || value === null) return value;
  return mapValues(value as Readonly<Record<string, unknown>>, relocated);
}

function mapValues<T>(
  from: Readonly<Record<string, T>>,
  change: (value: T, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value, key)]));
}
