import type * as z from 'zod';
import type { ValidationDetail } from '../server/problems.ts';
import { isInteger, unwrap } from './schema-walk.ts';

export type Issue = z.core.$ZodIssue;
type Description = Pick<ValidationDetail, 'msg' | 'type'>;

/** An issue of zod with the message and the type that pydantic 2 gives it. `schema` is the schema at its place, if known. */
export function describe(issue: Issue, schema: z.core.$ZodType | null): Description {
  if (issue.input === undefined) return { msg: 'Field required', type: 'missing' };
  switch (issue.code) {
    case 'invalid_type':
      return describeType(kindOf(issue.expected, schema), issue.input);
    case 'too_small':
      return describeLow(issue);
    case 'too_big':
      return describeHigh(issue);
    case 'invalid_value':
      return describeChoice(issue.values, schema);
    case 'invalid_format':
      return describeFormat(issue);
    case 'custom':
      return { msg: issue.message, type: customType(issue.params) };
    default:
      return { msg: issue.message, type: 'value_error' };
  }
}

/** A schema with a check of its own may name pydantic's type for it. */
function customType(params: Readonly<Record<string, unknown>> | undefined): string {
  const type = params?.['type'];
  return typeof type === 'string' ? type : 'value_error';
}

/** zod expects a `number` first, even where only integers are allowed. */
function kindOf(expected: string, schema: z.core.$ZodType | null): string {
  if (expected !== 'number' || schema === null) return expected;
  return isInteger(schema) ? 'int' : 'number';
}

const NOT_A: Readonly<Record<string, Description>> = {
  string: { msg: 'Input should be a valid string', type: 'string_type' },
  number: { msg: 'Input should be a valid number', type: 'float_type' },
  int: { msg: 'Input should be a valid integer', type: 'int_type' },
  boolean: { msg: 'Input should be a valid boolean', type: 'bool_type' },
  array: { msg: 'Input should be a valid list', type: 'list_type' },
  object: {
    msg: 'Input should be a valid dictionary or object to extract fields from',
    type: 'model_attributes_type',
  },
  record: { msg: 'Input should be a valid dictionary', type: 'dict_type' },
};

const FRACTION = {
  msg: 'Input should be a valid integer, got a number with a fractional part',
  type: 'int_from_float',
};
const NOT_FINITE = { msg: 'Input should be a finite number', type: 'finite_number' };

function describeType(expected: string, input: unknown): Description {
  if (typeof input === 'number' && !Number.isFinite(input)) return NOT_FINITE;
  if (expected === 'int' && typeof input === 'number') return FRACTION;
  return (
    unparsable(expected, input) ??
    NOT_A[expected] ?? { msg: `Input should be a valid ${expected}`, type: `${expected}_type` }
  );
}

const UNPARSABLE: Readonly<Record<string, Description & { readonly parsable: RegExp }>> = {
  int: {
    msg: 'Input should be a valid integer, unable to parse string as an integer',
    type: 'int_parsing',
    parsable: /^\s*[+-]?\d+(?:_\d+)*(?:\.0*)?\s*$/,
  },
  number: {
    msg: 'Input should be a valid number, unable to parse string as a number',
    type: 'float_parsing',
    parsable: /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i,
  },
  boolean: {
    msg: 'Input should be a valid boolean, unable to interpret input',
    type: 'bool_parsing',
    parsable: /^(?:true|t|yes|y|on|1|false|f|no|n|off|0)$/i,
  },
};

/** For a text, pydantic reports that it is not readable as a number or boolean, not that it has the wrong type. */
function unparsable(expected: string, input: unknown): Description | null {
  const words = UNPARSABLE[expected];
  const text = typeof input === 'string' || (expected === 'boolean' && Number.isInteger(input));
  if (!words || !text || words.parsable.test(String(input))) return null;
  return { msg: words.msg, type: words.type };
}

function describeLow(issue: Extract<Issue, { code: 'too_small' }>): Description {
  const least = Number(issue.minimum);
  if (issue.origin === 'string') {
    return {
      msg: `String should have at least ${least} character${plural(least)}`,
      type: 'string_too_short',
    };
  }
  if (issue.origin === 'array') return { msg: sizeFault('least', least, issue.input), type: 'too_short' };
  if (issue.origin === 'int') return TOO_MANY_DIGITS;
  if (issue.inclusive === false)
    return { msg: `Input should be greater than ${least}`, type: 'greater_than' };
  return { msg: `Input should be greater than or equal to ${least}`, type: 'greater_than_equal' };
}

/** A larger integer than JavaScript can represent exactly. */
const TOO_MANY_DIGITS = {
  msg: 'Unable to parse input string as an integer, exceeded maximum size',
  type: 'int_parsing_size',
};

function describeHigh(issue: Extract<Issue, { code: 'too_big' }>): Description {
  const most = Number(issue.maximum);
  if (issue.origin === 'string') {
    return { msg: `String should have at most ${most} character${plural(most)}`, type: 'string_too_long' };
  }
  if (issue.origin === 'array') return { msg: sizeFault('most', most, issue.input), type: 'too_long' };
  if (issue.origin === 'int') return TOO_MANY_DIGITS;
  if (issue.inclusive === false) return { msg: `Input should be less than ${most}`, type: 'less_than' };
  return { msg: `Input should be less than or equal to ${most}`, type: 'less_than_equal' };
}

function sizeFault(which: 'least' | 'most', bound: number, input: unknown): string {
  const size = Array.isArray(input) ? input.length : 0;
  return `List should have at ${which} ${bound} item${plural(bound)} after validation, not ${size}`;
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}

function describeChoice(values: readonly unknown[], schema: z.core.$ZodType | null): Description {
  const quoted = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  const last = quoted.pop() ?? '';
  const msg = quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
  const isLiteral = schema !== null && unwrap(schema)._zod.def.type === 'literal';
  return { msg: `Input should be ${msg}`, type: isLiteral ? 'literal_error' : 'enum' };
}

function describeFormat(issue: Extract<Issue, { code: 'invalid_format' }>): Description {
  if (issue.format === 'regex') {
    const pattern = /^\/(.*)\/[a-z]*$/.exec(issue.pattern ?? '')?.[1] ?? issue.pattern ?? '';
    return { msg: `String should match pattern '${pattern}'`, type: 'string_pattern_mismatch' };
  }
  if (issue.format === 'url') return { msg: 'Input should be a valid URL', type: 'url_parsing' };
  if (issue.format === 'email') return { msg: emailFault(String(issue.input)), type: 'value_error' };
  return { msg: issue.message, type: 'value_error' };
}

function emailFault(text: string): string {
  const [before = '', after] = text.split('@', 2);
  return `value is not a valid email address: ${emailReason(before, after)}`;
}

function emailReason(before: string, after: string | undefined): string {
  if (after === undefined) return 'An email address must have an @-sign.';
  if (before === '') return 'There must be something before the @-sign.';
  if (after === '') return 'There must be something after the @-sign.';
  if (!after.includes('.')) return 'The part after the @-sign is not valid. It should have a period.';
  return 'It contains characters that are not allowed where they stand.';
}
