import { readFileSync } from 'node:fs';

/** A schema as the published specification writes it: JSON Schema of 2020-12 with OpenAPI 3.0's `nullable`. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: Discriminator;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** The field whose value tells which alternative a value is; every value has it. */
export interface Discriminator {
  readonly propertyName: string;
  readonly mapping: Readonly<Record<string, string>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: { readonly 'application/json'?: { readonly schema?: Schema } };
}

interface RawOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface PublishedOperation {
  readonly method: string;
  readonly path: string;
  readonly query: readonly Parameter[];
  readonly body: Schema | null;
  /** By status; `null` for an answer without a body. */
  readonly answers: ReadonlyMap<number, Schema | null>;
}

export interface Specification {
  readonly document: Document;
  /** @throws Error when the specification has no such operation. */
  operation(method: string, path: string): PublishedOperation;
  /** The schema itself, where it is a reference; what stands beside the reference wins. */
  readonly resolve: (schema: Schema) => Schema;
}

export function readSpecification(file: string): Specification {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const resolve = ({ $ref, ...beside }: Schema): Schema => {
    const target = $ref === undefined ? {} : document.components.schemas[$ref.split('/').at(-1) ?? ''];
    if (!target) throw new Error(`${file} has no schema ${$ref ?? ''}`);
    const schema = { ...target, ...beside };
    return schema.discriminator ? { ...schema, oneOf: taggedBranches(schema.discriminator) } : schema;
  };
  const taggedBranches = ({ propertyName, mapping }: Discriminator): Schema[] =>
    Object.entries(mapping).map(([tag, $ref]) => {
      const { properties, required = [], ...branch } = resolve({ $ref });
      const tagged = { ...properties, [propertyName]: { type: 'string', enum: [tag] } };
      return { ...branch, properties: tagged, required: [...required, propertyName] };
    });
  return {
    document,
    operation: (method, path) => {
      const raw = document.paths[path]?.[method.toLowerCase()];
      if (!raw) throw new Error(`${file} has no operation ${method} ${path}`);
      return published(method, path, raw);
    },
    resolve,
  };
}

function published(method: string, path: string, raw: RawOperation): PublishedOperation {
  const answers = Object.entries(raw.responses).map(
    ([status, answer]) => [Number(status), jsonSchema(answer)] as const,
  );
  return {
    method,
    path,
    query: (raw.parameters ?? []).filter((parameter) => parameter.in === 'query'),
    body: jsonSchema(raw.requestBody),
    answers: new Map(answers),
  };
}

function jsonSchema(content: Content | undefined): Schema | null {
  return content?.content?.['application/json']?.schema ?? null;
}
