import * as z from 'zod';
import type { Operation } from './operation.ts';
import { OPERATIONS } from '../s2s/operations.ts';
import { PUBLISHED } from '../s2s/published.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What a schema of ours takes, as JSON Schema: generated from the very schema that validates. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return described;
}

/** An OpenAPI description of what the emulator serves, made from its table of operations. */
export function describeApi(version: string): object {
  const ids = new Map(PUBLISHED.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.split(' ')[2]]));
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    const { method, path } = operation;
    const described = { operationId: ids.get(`${method} ${path}`), ...describeOperation(operation) };
    paths[path] = { ...paths[path], [method.toLowerCase()]: described };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'aghanim-emulator: the S2S operations that it serves', version },
    servers: [{ url: '/s2s' }],
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}

function describeOperation({ path, query, body }: Operation): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    parameters: [...names.map(pathParameter), ...(query ? queryParameters(query) : [])],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchemaOf(body) } } },
    }),
    responses: describeAnswers({ hasId: names.length > 0, hasInput: Boolean(query ?? body) }),
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

function describeAnswers({ hasId, hasInput }: { hasId: boolean; hasInput: boolean }): object {
  return {
    '2XX': { description: 'As the published specification describes it.' },
    ...(hasInput && { 422: { description: 'Everything that is wrong with the request.' } }),
    ...(hasId && { 404: { description: 'The game has no such thing.' } }),
    401: { description: 'No API key, or a wrong one.' },
    409: { description: 'The present state does not allow it.' },
    429: { description: 'More requests a minute than --rate-limit allows.' },
  };
}
