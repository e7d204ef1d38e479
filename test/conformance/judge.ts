import type { Case } from './cases.ts';
import type { Deviation } from './deviations.ts';
import type { PublishedOperation, Schema, Specification } from './specification.ts';
import { unpublishedFields } from './unpublished.ts';
import type { Validator } from './validator.ts';
import type { WireAnswer } from './wire.ts';

export interface Verdict {
  readonly mismatches: readonly string[];
  readonly deviation: Deviation | null;
}

/** What the specification's description gives for every error but 422. */
const ERROR: Schema = { type: 'object', required: ['detail'], properties: { detail: { type: 'string' } } };
const ERRORS = [400, 401, 403, 404, 405, 409, 413, 415, 429, 501, 503];

export interface Judge {
  readonly deviations: readonly Deviation[];
  readonly specification: Specification;
  readonly validator: Validator;
}

/** Holds an answer to the specification. */
export function judgeAnswer(
  judge: Judge,
  operation: PublishedOperation,
  one: Case,
  answer: WireAnswer,
): Verdict {
  const shape = shapeFaults(judge, operation, answer);
  const mayDeviate = one.fault === null && one.name !== 'example' && answer.status >= 400;
  const deviation = mayDeviate ? deviationFor(judge, operation, answer) : null;
  const status = deviation ? [] : statusFaults(operation, one, answer);
  const place = one.fault === null || deviation ? [] : placeFaults(one.fault, answer);
  return { mismatches: [...shape, ...status, ...place], deviation };
}

function statusFaults(operation: PublishedOperation, one: Case, { status, body }: WireAnswer): string[] {
  const isSuccess = status < 300 && operation.answers.has(status);
  const isRight = one.fault === null ? isSuccess : status === 422;
  if (isRight) return [];
  const expected = one.fault === null ? 'success' : '422';
  return [`answered ${status} instead of ${expected}: ${JSON.stringify(body ?? null).slice(0, 300)}`];
}

/** Is the body what is published for this status? */
export function shapeFaults(judge: Judge, operation: PublishedOperation, answer: WireAnswer): string[] {
  const { status, body } = answer;
  const schema = operation.answers.get(status) ?? (ERRORS.includes(status) ? ERROR : null);
  if (!operation.answers.has(status) && schema === null)
    return [`answered ${status}, which is not published`];
  if (schema === null) return body === undefined ? [] : [`answered ${status} with a body`];
  const unpublished = status < 300 ? unpublishedFields(judge.specification, schema, body) : [];
  return [...judge.validator.faults(schema, body), ...unpublished].map(
    (fault) => `answer ${status}: ${fault}`,
  );
}

/** One of the faults told must lie at the broken field or inside it; a union's branches have steps of their own. */
function placeFaults(expected: readonly (string | number)[], { status, body }: WireAnswer): string[] {
  if (status !== 422) return [];
  const { detail } = body as { detail: readonly { loc: readonly (string | number)[] }[] };
  const isThere = detail.some(({ loc }) => isWithin(expected, loc));
  return isThere
    ? []
    : [`told ${JSON.stringify(detail.map(({ loc }) => loc))}, not ${JSON.stringify(expected)}`];
}

function isWithin(expected: readonly (string | number)[], loc: readonly (string | number)[]): boolean {
  const last = loc.reduce<number>((next, step) => (step === expected[next] ? next + 1 : next), 0);
  return last === expected.length;
}

function deviationFor(
  { deviations }: Judge,
  { method, path }: PublishedOperation,
  { status, body }: WireAnswer,
): Deviation | null {
  const said = JSON.stringify(body);
  const isIt = (one: Deviation) =>
    one.operation.test(`${method} ${path}`) && one.status === status && one.says.test(said);
  return deviations.find(isIt) ?? null;
}
