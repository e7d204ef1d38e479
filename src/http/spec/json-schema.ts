/** A schema as OpenAPI 3 writes it: JSON Schema, with 3.0's `nullable` wherever a document uses it. */
export interface SpecSchema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly anyOf?: readonly SchemaOrSwitch[];
  readonly oneOf?: readonly SchemaOrSwitch[];
  readonly allOf?: readonly SchemaOrSwitch[];
  readonly discriminator?: Discriminator;
  readonly properties?: Readonly<Record<string, SchemaOrSwitch>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaOrSwitch;
  readonly items?: SchemaOrSwitch;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A number in JSON Schema, a switch beside `minimum` in OpenAPI 3.0. */
  readonly exclusiveMinimum?: number | boolean;
  readonly exclusiveMaximum?: number | boolean;
  readonly multipleOf?: number;
  readonly uniqueItems?: boolean;
  readonly description?: string;
}

/** `true` allows every value, `false` none. */
export type SchemaOrSwitch = SpecSchema | boolean;

export interface Discriminator {
  readonly propertyName: string;
  /** The reference of each tag. */
  readonly mapping?: Readonly<Record<string, string>>;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isCount: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isNumber: Test = (value) => typeof value === 'number';
const isSwitch: Test = (value) => typeof value === 'boolean';
const isTextList: Test = (value) => Array.isArray(value) && value.every(isText);
const isBound: Test = (value) => isNumber(value) || isSwitch(value);

/** What the keywords that are read have to be. */
const KEYWORDS: Readonly<Record<string, Test>> = {
  $ref: isText,
  type: (value) => isText(value) || isTextList(value),
  nullable: isSwitch,
  enum: (value) => Array.isArray(value) && value.length > 0,
  required: isTextList,
  discriminator: (value) => isObject(value) && isText(value['propertyName']),
  format: isText,
  pattern: isText,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isBound,
  exclusiveMaximum: isBound,
  multipleOf: (value) => isNumber(value) && Number(value) > 0,
  uniqueItems: isSwitch,
};

const SCHEMA_LISTS = ['anyOf', 'oneOf', 'allOf'];

/** A mistake in a schema: where it stands and what is wrong. */
export type Report = (place: string, problem: string) => never;

/** Looks at every part of a schema once. `hasReference` says whether the document has what a reference names. */
export function checkSchema(
  schema: unknown,
  place: string,
  hasReference: (reference: string) => boolean,
  report: Report,
): void {
  const check = (part: unknown, at: string): void => {
    if (typeof part === 'boolean') return;
    if (!isObject(part)) return report(at, 'it is not a schema');
    for (const [keyword, test] of Object.entries(KEYWORDS)) {
      if (part[keyword] !== undefined && !test(part[keyword]))
        report(`${at}.${keyword}`, 'the value is not valid');
    }
    const { $ref } = part;
    if (typeof $ref === 'string' && !hasReference($ref))
      report(at, `the document has no ${$ref.slice(0, 200)}`);
    checkParts(part, at);
  };
  const checkParts = (part: Readonly<Record<string, unknown>>, at: string): void => {
    for (const keyword of SCHEMA_LISTS) {
      const list = part[keyword];
      if (list === undefined) continue;
      if (!Array.isArray(list) || list.length === 0)
        report(`${at}.${keyword}`, 'it is not a list of schemas');
      else
        list.forEach((one, index) => {
          check(one, `${at}.${keyword}.${index}`);
        });
    }
    for (const keyword of ['items', 'additionalProperties']) {
      if (part[keyword] !== undefined) check(part[keyword], `${at}.${keyword}`);
    }
    const { properties = {} } = part;
    if (!isObject(properties)) return report(`${at}.properties`, 'it is not an object');
    for (const [name, one] of Object.entries(properties)) check(one, `${at}.properties.${name}`);
  };
  check(schema, place);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
