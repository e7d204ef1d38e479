/** Who answers an operation: rules of its own, the layer that serves what `--spec` describes, or nothing but 501. */
export type Serving = 'own rules' | 'generic' | 'not served';

/** A published operation and how it is served. */
export interface CoveredOperation {
  readonly method: string;
  readonly path: string;
  readonly serving: Serving;
  /** Why an operation is not served. */
  readonly reason: string | null;
}

/** The published operations of one resource, such as `items`. */
export interface CoveredResource {
  readonly name: string;
  readonly operations: readonly CoveredOperation[];
}

/** Resource by resource, as the paths begin. */
export function resourcesOf(operations: readonly CoveredOperation[]): readonly CoveredResource[] {
  const names = [...new Set(operations.map(resourceOf))];
  return names.map((name) => ({
    name,
    operations: operations.filter((operation) => resourceOf(operation) === name),
  }));
}

function resourceOf({ path }: CoveredOperation): string {
  return path.split('/')[2] ?? path;
}

/** How many operations are served in a way. */
export function countServed(operations: readonly CoveredOperation[], serving: Serving): number {
  return operations.filter((operation) => operation.serving === serving).length;
}

/** The operations of the API, and the version of the specification that generic ones are served by, if there is one. */
export interface Coverage {
  readonly version: string | null;
  readonly operations: readonly CoveredOperation[];
}

/** An operation without its way of being served. */
type Name = Pick<CoveredOperation, 'method' | 'path'>;

/** What serves the operations that a specification describes. */
interface SpecifiedOperations {
  readonly version: string;
  readonly operations: readonly Name[];
  readonly unserved: readonly (Name & { readonly reason: string })[];
}

/**
 * How the operations of the API are served.
 *
 * @param own those with rules of their own
 * @param generic what the specification adds; without one, what the published specification would add
 */
export function coverageOf(
  published: readonly Name[],
  own: readonly Name[],
  generic: SpecifiedOperations | null,
): Coverage {
  const ruled = new Set(own.map(nameOf));
  const reasons = generic
    ? new Map(generic.unserved.map((one) => [nameOf(one), one.reason]))
    : WITHOUT_MEANING;
  const all = generic ? [...published, ...generic.operations, ...generic.unserved] : published;
  const names = new Map(all.map((one) => [nameOf(one), one]));
  const operations = [...names].map(([name, { method, path }]): CoveredOperation => {
    if (ruled.has(name)) return { method, path, serving: 'own rules', reason: null };
    const reason = reasons.get(name) ?? null;
    return { method, path, serving: reason === null ? 'generic' : 'not served', reason };
  });
  return { version: generic?.version ?? null, operations };
}

function nameOf({ method, path }: Name): string {
  return `${method} ${path}`;
}

const UNKNOWN_EFFECT = 'the document does not say what it changes';
const UNKNOWN_ANSWER = 'the document does not say what its answer is made of';
const NO_USER = 'no operation of the document gives a record a user_id';
const NOTHING_CREATES = 'no operation of the document creates what it is about';

/**
 * The published operations in which the layer finds no meaning; the layer does not read this list, and a test compares
 * the two. Those that have rules of their own are served all the same.
 */
export const WITHOUT_MEANING: ReadonlyMap<string, string> = new Map([
  ['POST /v1/achievements/{achievement_type}/unlock', UNKNOWN_EFFECT],
  ['GET /v1/creators/countries', UNKNOWN_ANSWER],
  ['GET /v1/creators/{creator_id}/social-accounts', 'no operation of the document changes what it shows'],
  ['POST /v1/gdpr_requests', NOTHING_CREATES],
  ['POST /v1/leaderboards/{leaderboard_id}/submit_score', UNKNOWN_EFFECT],
  ['POST /v1/events', NOTHING_CREATES],
  ['POST /v1/loyalty/{loyalty_settings_id}/issue_points', UNKNOWN_EFFECT],
  ['GET /v1/players/{player_id}/subscriptions', NOTHING_CREATES],
  ['DELETE /v1/players/{player_id}/subscriptions/{subscription_id}', NOTHING_CREATES],
  ['POST /v1/players/{player_id}/subscriptions/{subscription_id}/reactivate', NOTHING_CREATES],
  ['GET /v1/store_promotions/user/{user_id}', NO_USER],
  ['DELETE /v1/store_promotions/user/{user_id}/{store_promotion_id}', NO_USER],
  ['GET /v1/store_items/user/{user_id}', NO_USER],
  ['GET /v1/store_items/report', UNKNOWN_ANSWER],
]);
