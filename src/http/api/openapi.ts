import * as z from 'zod';
import type { Operation } from './operation.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The input that a schema accepts, as JSON Schema. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // zod bounds each integer by what JavaScript can represent exactly.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return described;
}

/** What describes an API as a whole. */
export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly mount: string;
  readonly operations: readonly Operation[];
  /** Whether a request must carry an API key. */
  readonly needsKey: boolean;
  /** What a missing body stands for. */
  readonly missingBody: unknown;
  /** The errors that every operation can answer, by status. */
  readonly errors: Readonly<Record<number, string>>;
}

/** Describes an API from the operations that it serves, as OpenAPI 3.1. */
export function describeApi(api: ApiDescription): object {
  const { schemaOf, components } = convertSchemas(api.operations);
  const paths: Record<string, Record<string, object>> = {};
  const ids = new Map<string, number>();
  for (const operation of api.operations) {
    const { method, path, id } = operation;
    const times = (ids.get(id) ?? 0) + 1;
    ids.set(id, times);
    // OpenAPI wants ids to be unique; two published operations share one.
    const operationId = times === 1 ? id : `${id}_${times}`;
    const described = { operationId, ...describeOperation(operation, api, schemaOf) };
    paths[path] = { ...paths[path], [method.toLowerCase()]: described };
  }
  return {
    openapi: '3.1.0',
    info: { title: api.title, description: api.description, version: api.version },
    servers: [{ url: api.mount }],
    security: [{ key: [] }, ...(api.needsKey ? [] : [{}])],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { ...ERROR_SCHEMAS, ...components },
    },
    paths,
  };
}

type SchemaOf = (schema: z.ZodType) => JsonSchema;

/** Converts all schemas of an API together, so that each schema with an id becomes one component. */
function convertSchemas(operations: readonly Operation[]) {
  const schemas = operations.flatMap(({ query, body, response }) =>
    [query, body, ...Object.values(response)].filter((schema) => schema != null),
  );
  const keys = new Map(schemas.map((schema, index) => [schema, String(index)]));
  const together = z.object(Object.fromEntries([...keys].map(([schema, key]) => [key, schema])));
  const { properties = {}, $defs = {} } = withComponents(jsonSchemaOf(together)) as JsonSchema;
  const schemaOf: SchemaOf = (schema) => properties[keys.get(schema) ?? ''] as JsonSchema;
  return { schemaOf, components: $defs };
}

/** Makes references to `$defs` refer to the components of the description. */
function withComponents(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^#\/\$defs\//, '#/components/schemas/');
  if (Array.isArray(value)) return value.map(withComponents);
  if (typeof value !== 'object' || value === null) return value;
  return mapValues(value as Readonly<Record<string, unknown>>, withComponents);
}

function describeOperation(
  operation: Operation,
  { errors, missingBody }: ApiDescription,
  schemaOf: SchemaOf,
): object {
  const { summary, description, path, query, body } = operation;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    summary,
    ...(description !== undefined && { description }),
    parameters: [...names.map(pathParameter), ...(query ? queryParameters(schemaOf(query)) : [])],
    ...(body && {
      requestBody: { required: !body.safeParse(missingBody).success, content: jsonContent(schemaOf(body)) },
    }),
    responses: {
      ...mapValues(operation.response, (schema) => {
        const described = schema && schemaOf(schema);
        return operation.streams && described ? describeStream(described) : describeAnswer(described);
      }),
      ...mapValues(errorsOf(operation, errors), describeError),
    },
  };
}

function pathParameter(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function queryParameters({ properties = {}, required = [] }: JsonSchema): readonly object[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function describeAnswer(schema: JsonSchema | null): object {
  if (schema === null) return { description: 'Done. The answer has no body.' };
  return { description: 'Done.', content: jsonContent(schema) };
}

function describeStream(schema: JsonSchema): object {
  return {
    description: 'Server-sent events until the client disconnects. The data of each is JSON.',
    content: { 'text/event-stream': { schema } },
  };
}

function jsonContent(schema: JsonSchema): object {
  return { 'application/json': { schema } };
}

/** Every error that an operation can answer, by status. */
export function errorsOf(
  { query, body, errors }: Operation,
  commonErrors: ApiDescription['errors'],
): ApiDescription['errors'] {
  return {
    ...commonErrors,
    ...(body && {
      400: 'The body is not UTF-8, is nested too deeply, or ended too early; or there are several Host headers.',
      413: 'The body is larger than 1 MiB.',
      415: 'The body is compressed.',
    }),
    ...((query ?? body) && { 422: 'The request is invalid; the answer lists everything that is wrong.' }),
    ...errors,
  };
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
  return { description, content: jsonContent({ $ref: `#/components/schemas/${name}` }) };
}

function mapValues<T>(
  from: Readonly<Record<string, T>>,
  change: (value: T, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value, key)]));
}
