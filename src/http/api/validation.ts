import type * as z from 'zod';
import { DETAILS_LIMIT, InvalidRequest, type ValidationDetail } from '../server/problems.ts';
import { describe, type Issue } from './validation-messages.ts';
import { branchesOf, isInteger, placeOf, unwrap, valueAt, type Schema } from './schema-walk.ts';

/** More than an answer lists, so that it can say how many more there are. */
const DESCRIBED_LIMIT = 10 * DETAILS_LIMIT;

type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;
type Path = readonly (string | number)[];

/**
 * Parses `input`.
 *
 * @param at where the input comes from: `body` or `query`
 * @throws InvalidRequest with everything that is wrong, worded as FastAPI (pydantic 2) words it, because the API does
 */
export function parse<S extends z.ZodType>(schema: S, input: unknown, at: string): z.output<S> {
  const { data, details } = tryParse(schema, input, at);
  if (details.length > 0) throw new InvalidRequest(details);
  return data as z.output<S>;
}

export interface ParseResult {
  readonly data: unknown;
  /** What is wrong; empty when the input is valid. */
  readonly details: readonly ValidationDetail[];
}

/** Parses `input`, and returns what is wrong instead of throwing it. */
export function tryParse(schema: z.ZodType, input: unknown, at: string): ParseResult {
  const result = schema.safeParse(input);
  if (result.success) return { data: result.data, details: [] };
  // The messages need the input in each issue. That makes zod several times slower, so valid input is parsed without it.
  const issues = schema.safeParse(input, { reportInput: true }).error?.issues ?? [];
  const details: ValidationDetail[] = [];
  for (const issue of issues) {
    // Describing thousands would take long, and the answer lists only the first.
    if (details.length > DESCRIBED_LIMIT) break;
    details.push(...detailsOfIssue(issue, schema, input, [at]));
  }
  return { data: undefined, details: firstOfEach(details) };
}

/** @param at the place of `input` in the request */
function detailsOfIssue(issue: Issue, schema: Schema, input: unknown, at: Path): ValidationDetail[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'invalid_union' && issue.errors.length === 0) return [tagDetail(issue, path, at)];
  const place = placeOf(schema, path, input);
  const loc = [...at, ...place.loc];
  if (issue.code === 'invalid_union') return unionDetails(issue, place.schema, loc);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...loc, key]));
  return [{ loc, ...describe(issue, place.schema) }];
}

/** Strict schemas, which the control API uses, refuse unknown fields. */
function unknownKey(loc: Path): ValidationDetail {
  return { loc, msg: 'Extra inputs are not permitted', type: 'extra_forbidden' };
}

/** What is wrong for each branch of a union; the name of the branch is part of the place. */
function unionDetails(issue: UnionIssue, schema: Schema | null, loc: Path): ValidationDetail[] {
  if (issue.input === undefined) return [{ loc, msg: 'Field required', type: 'missing' }];
  const branches = (schema && branchesOf(schema)) ?? [];
  return issue.errors.flatMap((issues, index) => {
    const branch = branches[index];
    if (!branch) return [];
    const at = [...loc, branchName(branch)];
    return issues.flatMap((one) => detailsOfIssue(one, branch, issue.input, at));
  });
}

/** The discriminator of a union is missing or names none of its branches. */
function tagDetail(issue: UnionIssue, path: Path, at: Path): ValidationDetail {
  const loc = [...at, ...path.slice(0, -1)];
  const key = issue.discriminator ?? '';
  const tag = valueAt(issue.input, key);
  if (tag === undefined) {
    return { loc, msg: `Unable to extract tag using discriminator '${key}'`, type: 'union_tag_not_found' };
  }
  const options = 'options' in issue ? (issue.options as readonly unknown[]) : [];
  const expected = options.map((option) => `'${String(option)}'`).join(', ');
  return {
    loc,
    msg: `Input tag '${JSON.stringify(tag).replace(/^"|"$/g, '')}' found using '${key}' does not match any of the expected tags: ${expected}`,
    type: 'union_tag_invalid',
  };
}

const BRANCH_NAMES: Readonly<Record<string, string>> = {
  string: 'str',
  boolean: 'bool',
  custom: 'function-wrap[wrap_val()]',
  record: 'dict',
  object: 'model',
};

/** The name that pydantic gives a branch: its type in Python. */
function branchName(schema: Schema): string {
  const branch = unwrap(schema);
  const { def } = branch._zod;
  if (def.type === 'number') return isInteger(branch) ? 'int' : 'float';
  if (def.type === 'array') return `list[${branchName(def.element)}]`;
  if (def.type === 'literal') return `literal[${def.values.map((value) => `'${String(value)}'`).join(',')}]`;
  return BRANCH_NAMES[def.type] ?? def.type;
}

/** pydantic reports one error for each place. Our schemas may find several; the first is the most specific. */
function firstOfEach(details: readonly ValidationDetail[]): readonly ValidationDetail[] {
  if (details.length < 2) return details;
  const seen = new Set<string>();
  return details.filter(({ loc }) => {
    const key = JSON.stringify(loc);
    return !seen.has(key) && seen.add(key);
  });
}
