import * as z from 'zod';
import type { AnySchema, ResolveReference } from './facts.ts';

/** The published query, body and successful answers of an operation. */
export interface PublishedOperation {
  readonly query: AnySchema | null;
  readonly body: AnySchema | null;
  /** By status; `null` for an answer without a body. */
  readonly answers: ReadonlyMap<number, AnySchema | null>;
}

export interface PublishedApi {
  readonly version: string;
  /** By method and path: `POST /v1/orders`. */
  readonly operations: ReadonlyMap<string, PublishedOperation>;
  readonly resolve: ResolveReference;
}

const anySchema = z.custom<AnySchema>((value) => typeof value === 'object' && value !== null);

const operationSchema = z.object({
  parameters: z
    .array(
      z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false), schema: anySchema }),
    )
    .default([]),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ schema: anySchema }) }) })
    .optional(),
  responses: z
    .record(
      z.string(),
      z.object({ content: z.object({ 'application/json': z.object({ schema: anySchema }) }).optional() }),
    )
    .default({}),
});

const documentSchema = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), anySchema) }),
});

/** @throws z.ZodError if `document` is not an OpenAPI document of the form that the platform publishes */
export function readPublishedApi(document: unknown): PublishedApi {
  const { info, paths, components } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, publishedOperation(operation)] as const,
    ),
  );
  return {
    version: info.version,
    operations: new Map(operations),
    resolve: (reference) => components.schemas[reference.split('/').at(-1) ?? ''] ?? {},
  };
}

function publishedOperation(operation: z.output<typeof operationSchema>): PublishedOperation {
  const { parameters, requestBody, responses } = operation;
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return {
    query: query.length === 0 ? null : objectOf(query),
    body: requestBody?.content['application/json'].schema ?? null,
    answers: new Map(
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, { content }]) => [Number(status), content?.['application/json'].schema ?? null]),
    ),
  };
}

function objectOf(parameters: z.output<typeof operationSchema>['parameters']): AnySchema {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}
