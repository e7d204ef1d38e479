import * as z from 'zod';
import { depthOf } from '../server/json-text.ts';
import { checkSchema, isObject, type SchemaOrSwitch } from './json-schema.ts';
import type { Method } from '../api/operation.ts';
import { createResolver, type ResolveSchema } from './resolve.ts';

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: SchemaOrSwitch;
}

/** An operation as a document describes it. */
export interface DescribedOperation {
  readonly method: Method;
  /** `/v1/orders/{order_id}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** By content type; `null` where it takes no body. */
  readonly body: { readonly required: boolean; readonly schemas: ReadonlyMap<string, SchemaOrSwitch> } | null;
  /** The successful answers by status; `null` for one without a JSON body. */
  readonly answers: ReadonlyMap<number, SchemaOrSwitch | null>;
}

/** A published OpenAPI document, read and found to be usable. */
export interface Specification {
  readonly version: string;
  readonly operations: readonly DescribedOperation[];
  readonly resolve: ResolveSchema;
}

/** Why a document cannot be used; the message completes "The specification FILE …". */
export class UnusableSpecification extends Error {
  override readonly name = 'UnusableSpecification';
}

export const JSON_TYPE = 'application/json';

/** JSON nested deeper than this is refused; the published document has 17 levels. */
const DEPTH_LIMIT = 100;

const OPERATION_LIMIT = 5000;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * Reads an OpenAPI 3 document.
 *
 * @throws UnusableSpecification that names what is wrong and where.
 */
export function readSpecification(text: string): Specification {
  const root = parse(text);
  const read = shapesFor(root).document.safeParse(root);
  if (!read.success) throw wrongShape(read.error);
  const { info, paths, components } = read.data;
  const operations = Object.entries(paths).flatMap(([path, item]) => operationsOf(path, item));
  if (operations.length > OPERATION_LIMIT) fail(`has more than ${OPERATION_LIMIT} operations.`);
  checkSchemas(operations, components.schemas);
  const schemas = components.schemas as Readonly<Record<string, SchemaOrSwitch>>;
  return { version: info.version, operations, resolve: createResolver(schemas, fail) };
}

function fail(problem: string): never {
  throw new UnusableSpecification(problem);
}

function parse(text: string): unknown {
  if (depthOf(text) > DEPTH_LIMIT) fail(`is nested deeper than ${DEPTH_LIMIT} levels.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /^\s*(?:openapi|swagger)\s*:/.test(text) ? '; convert YAML to JSON first' : '';
    return fail(`is not JSON (${(error as Error).message})${hint}.`);
  }
}

/** Schemas are looked at by `checkSchema`, which is a hundred times faster on a large document. */
const schemaShape = z.custom<SchemaOrSwitch>(
  (value) => isObject(value) || typeof value === 'boolean',
  'expected a schema',
);

/** The shapes of an OpenAPI document around its schemas; parts of `root` may be references to others. */
function shapesFor(root: unknown) {
  const here = <S extends z.ZodType>(shape: S) => z.preprocess((value) => targetOf(root, value), shape);
  const content = z.record(z.string(), z.object({ schema: schemaShape.default({}) }));
  const parameter = here(
    z.object({
      name: z.string(),
      in: z.string(),
      required: z.boolean().default(false),
      schema: schemaShape.default({}),
    }),
  );
  const operation = z.object({
    operationId: z.string().optional(),
    summary: z.string().default(''),
    parameters: z.array(parameter).default([]),
    requestBody: here(z.object({ required: z.boolean().default(false), content }).optional()),
    responses: z.record(z.string(), here(z.object({ content: content.optional() }))).default({}),
  });
  const methods = Object.fromEntries(METHODS.map((method) => [method, operation.optional()])) as Record<
    (typeof METHODS)[number],
    z.ZodOptional<typeof operation>
  >;
  const pathItem = z.object({ parameters: z.array(parameter).default([]), ...methods });
  const document = z.object({
    openapi: z.string().regex(/^3\./, 'expected OpenAPI 3.0 or later'),
    info: z.object({ version: z.string() }),
    paths: z.record(z.string().startsWith('/'), here(pathItem)),
    components: z.object({ schemas: z.record(z.string(), z.unknown()).default({}) }).default({ schemas: {} }),
  });
  return { document, pathItem, operation };
}

type Shapes = ReturnType<typeof shapesFor>;

function wrongShape(error: z.ZodError): UnusableSpecification {
  const [issue] = error.issues;
  const place = issue?.path.map(String).join('.') ?? '';
  const where = place === '' ? '' : ` at ${place.slice(0, 200)}`;
  return new UnusableSpecification(`is not an OpenAPI 3 document${where}: ${issue?.message ?? ''}.`);
}

/** What a reference leads to, over any number of further ones; other values are returned as they are. */
function targetOf(root: unknown, value: unknown): unknown {
  let found = value;
  const followed = new Set<string>();
  while (isObject(found) && typeof found['$ref'] === 'string') {
    const reference = found['$ref'];
    if (followed.has(reference)) fail(`refers in a circle: ${reference.slice(0, 200)}.`);
    followed.add(reference);
    found = atPointer(root, reference);
  }
  return found;
}

function atPointer(root: unknown, reference: string): unknown {
  let found = reference.startsWith('#/') ? root : undefined;
  for (const step of reference.slice(2).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found ?? fail(`refers to ${reference.slice(0, 200)}, which it does not have.`);
}

function operationsOf(path: string, item: z.output<Shapes['pathItem']>): readonly DescribedOperation[] {
  return METHODS.flatMap((name) => {
    const operation = item[name];
    if (!operation) return [];
    const method = name.toUpperCase() as Method;
    const inherited = item.parameters.filter(
      (one) => !operation.parameters.some((own) => own.name === one.name && own.in === one.in),
    );
    return {
      method,
      path,
      id: operation.operationId ?? `${name} ${path}`,
      summary: operation.summary,
      parameters: [...inherited, ...operation.parameters],
      body: bodyOf(operation),
      answers: answersOf(operation),
    };
  });
}

function bodyOf({ requestBody }: z.output<Shapes['operation']>): DescribedOperation['body'] {
  if (!requestBody) return null;
  const schemas = Object.entries(requestBody.content).map(([type, { schema }]) => [type, schema] as const);
  return { required: requestBody.required, schemas: new Map(schemas) };
}

function answersOf({ responses }: z.output<Shapes['operation']>): DescribedOperation['answers'] {
  const successful = Object.entries(responses).filter(([status]) => /^2\d\d$/.test(status));
  return new Map(
    successful.map(([status, { content }]) => [Number(status), content?.[JSON_TYPE]?.schema ?? null]),
  );
}

function checkSchemas(
  operations: readonly DescribedOperation[],
  schemas: Readonly<Record<string, unknown>>,
): void {
  const names = new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`));
  const check = (schema: unknown, place: string) => {
    checkSchema(
      schema,
      place,
      (reference) => names.has(reference),
      (at, problem) => fail(`is not an OpenAPI 3 document at ${at.slice(0, 200)}: ${problem}.`),
    );
  };
  for (const [name, schema] of Object.entries(schemas)) check(schema, `components.schemas.${name}`);
  for (const { method, path, parameters, body, answers } of operations) {
    for (const { name, schema } of parameters) check(schema, `${method} ${path} parameter ${name}`);
    for (const schema of body?.schemas.values() ?? []) check(schema, `${method} ${path} body`);
    for (const [status, schema] of answers)
      if (schema !== null) check(schema, `${method} ${path} answer ${status}`);
  }
}
