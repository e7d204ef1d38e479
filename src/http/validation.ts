import type { z } from 'zod';
import { Invalid, type Fault } from '../domain/errors.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/**
 * Parses `input`, or refuses it with everything that is wrong at once.
 *
 * @param at where the input stands: `body`, `query` or `path`.
 * @throws Invalid in the words and types of FastAPI (pydantic 2), whose shape the API has.
 */
export function parse<S extends z.ZodType>(schema: S, input: unknown, at: string): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  throw new Invalid(faultsOf(result.error, at));
}

export function faultsOf(error: z.ZodError, at: string): Fault[] {
  return error.issues.flatMap((issue) => issueFaults(issue, [at]));
}

function issueFaults(issue: Issue, prefix: Path): Fault[] {
  const loc = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'invalid_union') return closestBranch(issue, loc);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...loc, key]));
  return [{ loc, ...describe(issue) }];
}

/** Only strict schemas, those of the control API, refuse what they do not know. */
function unknownKey(loc: Path): Fault {
  return { loc, msg: 'Extra inputs are not permitted', type: 'extra_forbidden' };
}

/** Of a union, the faults of the branch that came closest: the one with the fewest. */
function closestBranch(issue: Extract<Issue, { code: 'invalid_union' }>, loc: Path): Fault[] {
  const branches = issue.errors.map((issues) => issues.flatMap((one) => issueFaults(one, loc)));
  const [closest] = branches.sort((a, b) => a.length - b.length);
  return closest ?? [{ loc, msg: issue.message, type: 'value_error' }];
}

type Description = Pick<Fault, 'msg' | 'type'>;

function describe(issue: Issue): Description {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue.expected, issue.input);
    case 'too_small':
      return describeLow(issue);
    case 'too_big':
      return describeHigh(issue);
    case 'invalid_value':
      return describeChoice(issue.values);
    case 'invalid_format':
      return describeFormat(issue);
    case 'custom':
      return { msg: issue.message, type: customType(issue.params) };
    default:
      return { msg: issue.message, type: 'value_error' };
  }
}

/** A schema of ours may name pydantic's type for what it checks by itself. */
function customType(params: Readonly<Record<string, unknown>> | undefined): string {
  const type = params?.['type'];
  return typeof type === 'string' ? type : 'value_error';
}

const TYPES: Readonly<Record<string, Description>> = {
  string: { msg: 'Input should be a valid string', type: 'string_type' },
  number: { msg: 'Input should be a valid number', type: 'float_type' },
  int: { msg: 'Input should be a valid integer', type: 'int_type' },
  boolean: { msg: 'Input should be a valid boolean', type: 'bool_type' },
  array: { msg: 'Input should be a valid list', type: 'list_type' },
  object: { msg: 'Input should be a valid dictionary or object', type: 'dict_type' },
  record: { msg: 'Input should be a valid dictionary', type: 'dict_type' },
};

function describeType(expected: string, input: unknown): Description {
  if (input === undefined) return { msg: 'Field required', type: 'missing' };
  if (expected === 'int' && typeof input === 'number') {
    return {
      msg: 'Input should be a valid integer, got a number with a fractional part',
      type: 'int_from_float',
    };
  }
  return TYPES[expected] ?? { msg: `Input should be a valid ${expected}`, type: `${expected}_type` };
}

function describeLow(issue: Extract<Issue, { code: 'too_small' }>): Description {
  const least = Number(issue.minimum);
  if (issue.origin === 'string') {
    return {
      msg: `String should have at least ${least} character${plural(least)}`,
      type: 'string_too_short',
    };
  }
  if (issue.origin === 'array') {
    return { msg: `List should have at least ${least} item${plural(least)}`, type: 'too_short' };
  }
  if (issue.inclusive === false)
    return { msg: `Input should be greater than ${least}`, type: 'greater_than' };
  return { msg: `Input should be greater than or equal to ${least}`, type: 'greater_than_equal' };
}

function describeHigh(issue: Extract<Issue, { code: 'too_big' }>): Description {
  const most = Number(issue.maximum);
  if (issue.origin === 'string') {
    return { msg: `String should have at most ${most} character${plural(most)}`, type: 'string_too_long' };
  }
  if (issue.origin === 'array') {
    return { msg: `List should have at most ${most} item${plural(most)}`, type: 'too_long' };
  }
  if (issue.inclusive === false) return { msg: `Input should be less than ${most}`, type: 'less_than' };
  return { msg: `Input should be less than or equal to ${most}`, type: 'less_than_equal' };
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}

function describeChoice(values: readonly unknown[]): Description {
  const quoted = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  const last = quoted.pop() ?? '';
  const msg = quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
  return { msg: `Input should be ${msg}`, type: quoted.length === 0 ? 'literal_error' : 'enum' };
}

function describeFormat(issue: Extract<Issue, { code: 'invalid_format' }>): Description {
  if (issue.format === 'regex') {
    const pattern = /^\/(.*)\/[a-z]*$/.exec(issue.pattern ?? '')?.[1] ?? issue.pattern ?? '';
    return { msg: `String should match pattern '${pattern}'`, type: 'string_pattern_mismatch' };
  }
  if (issue.format === 'url') return { msg: 'Input should be a valid URL', type: 'url_parsing' };
  if (issue.format === 'email') return { msg: 'value is not a valid email address', type: 'value_error' };
  return { msg: issue.message, type: 'value_error' };
}
