import type * as z from 'zod';
import { DETAILS_LIMIT, InvalidRequest, type ValidationDetail } from '../server/problems.ts';
import { describe } from './fault-words.ts';
import { branchesOf, isInteger, placeOf, unwrap, valueAt } from './schema-walk.ts';

/** More than an answer shows, so that it can say that there are more. */
const DESCRIBED_LIMIT = 10 * DETAILS_LIMIT;

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;
type Schema = z.core.$ZodType;
type Path = readonly (string | number)[];

/**
 * Parses `input`, or refuses it with everything that is wrong at once.
 *
 * @param at where the input stands: `body`, `query` or `path`.
 * @throws InvalidRequest in the words and types of FastAPI (pydantic 2), whose shape the API has.
 */
export function parse<S extends z.ZodType>(schema: S, input: unknown, at: string): z.output<S> {
  const { data, faults } = attempt(schema, input, at);
  if (faults.length > 0) throw new InvalidRequest(faults);
  return data as z.output<S>;
}

export interface Attempted {
  readonly data: unknown;
  /** Empty when the input is right. */
  readonly faults: readonly ValidationDetail[];
}

/** Parses `input` and tells what is wrong instead of throwing it. */
export function attempt(schema: z.ZodType, input: unknown, at: string): Attempted {
  const result = schema.safeParse(input);
  if (result.success) return { data: result.data, faults: [] };
  // What is wrong is told with the input, which makes zod several times slower even when nothing is wrong.
  const issues = schema.safeParse(input, { reportInput: true }).error?.issues ?? [];
  const faults: ValidationDetail[] = [];
  for (const issue of issues) {
    // Describing thousands would take long, and nobody reads them.
    if (faults.length > DESCRIBED_LIMIT) break;
    faults.push(...issueFaults(issue, { schema, input, at: [at] }));
  }
  return { data: undefined, faults: firstOfEach(faults) };
}

/** Where an issue's path begins. */
interface Ground {
  readonly schema: Schema;
  readonly input: unknown;
  readonly at: Path;
}

function issueFaults(issue: Issue, { schema, input, at }: Ground): ValidationDetail[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'invalid_union' && issue.errors.length === 0) return [tagFault(issue, path, at)];
  const place = placeOf(schema, path, input);
  const loc = [...at, ...place.loc];
  if (issue.code === 'invalid_union') return unionFaults(issue, place.schema, loc);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...loc, key]));
  return [{ loc, ...describe(issue, place.schema) }];
}

/** Only strict schemas, those of the control API, refuse what they do not know. */
function unknownKey(loc: Path): ValidationDetail {
  return { loc, msg: 'Extra inputs are not permitted', type: 'extra_forbidden' };
}

/** What each branch of a union has against the input, each in a place that names the branch. */
function unionFaults(issue: UnionIssue, schema: Schema | null, loc: Path): ValidationDetail[] {
  if (issue.input === undefined) return [{ loc, msg: 'Field required', type: 'missing' }];
  const branches = (schema && branchesOf(schema)) ?? [];
  return issue.errors.flatMap((issues, index) => {
    const branch = branches[index];
    if (!branch) return [];
    const ground = { schema: branch, input: issue.input, at: [...loc, branchName(branch)] };
    return issues.flatMap((one) => issueFaults(one, ground));
  });
}

/** A union whose field that tells its branches apart is missing or names none of them. */
function tagFault(issue: UnionIssue, path: Path, at: Path): ValidationDetail {
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

/** What pydantic calls a branch: by its type, as Python names it. */
function branchName(schema: Schema): string {
  const branch = unwrap(schema);
  const { def } = branch._zod;
  if (def.type === 'number') return isInteger(branch) ? 'int' : 'float';
  if (def.type === 'array') return `list[${branchName(def.element)}]`;
  if (def.type === 'literal') return `literal[${def.values.map((value) => `'${String(value)}'`).join(',')}]`;
  return BRANCH_NAMES[def.type] ?? def.type;
}

/** pydantic tells one fault for each place; a schema of ours may find several, the first says most. */
function firstOfEach(faults: readonly ValidationDetail[]): readonly ValidationDetail[] {
  if (faults.length < 2) return faults;
  const seen = new Set<string>();
  return faults.filter(({ loc }) => {
    const key = JSON.stringify(loc);
    return !seen.has(key) && seen.add(key);
  });
}
