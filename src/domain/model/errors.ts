/** Where in a request something is wrong: `['items', 0, 'sku']`; empty for the request as a whole. */
export type FaultPath = readonly (string | number)[];

/** What is wrong with a request, for callers that have their own texts. */
export type FaultCode =
  | 'unknown_sku'
  | 'unknown_item'
  | 'unknown_category'
  | 'unknown_price_template'
  | 'item_archived'
  | 'item_missing'
  | 'name_missing'
  | 'price_missing'
  | 'unknown_plan'
  | 'currency_missing'
  | 'contains_itself'
  | 'coupon_not_found'
  | 'coupon_already_used'
  | 'coupon_not_applicable'
  | 'card_missing'
  | 'not_a_test_card'
  | 'country_locked'
  | 'player_missing'
  | 'invalid_token'
  | 'member_missing'
  | 'person_missing'
  | 'share_missing'
  | 'unknown_creator'
  | 'score_missing'
  | 'invalid_json'
  | 'invalid_url'
  | 'https_required'
  | 'batch_mode_not_served'
  | 'invalid_retry_schedule'
  | 'invalid_reference'
  | 'invalid_setting'
  | 'invalid_picture'
  | 'taken';

/** One thing wrong with a request. */
export interface Fault {
  readonly path: FaultPath;
  readonly code: FaultCode;
  /** A sentence for the developer who sent the request. */
  readonly message: string;
}

const FAULTS_IN_SUMMARY = 10;

/** The first faults in one line, and how many more there are. */
export function summary(faults: readonly Pick<Fault, 'path' | 'message'>[]): string {
  const shown = faults
    .slice(0, FAULTS_IN_SUMMARY)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
  const more = faults.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** The base of all errors by which a use case refuses a request; `message` is for the caller to read. */
export abstract class Refusal extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** The game has no such record. */
export class NotFound extends Refusal {}

/** The record exists, but its present state does not allow the request. */
export class Conflict extends Refusal {}

/** The request contradicts itself or names things that do not exist. */
export class Invalid extends Refusal {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(summary(faults));
    this.faults = faults;
  }
}

/** The change could not be written, so nothing has changed. It may be tried again. */
export class StorageUnavailable extends Refusal {}

/** The refusal of a request in which one field is wrong. */
export function invalidField(path: FaultPath, code: FaultCode, message: string): Invalid {
  return new Invalid([{ path, code, message }]);
}

/** Says of the faults of `work` where in the request that is: `within(['webhook'], …)` makes `url` `webhook.url`. */
export function within<T>(path: FaultPath, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(error.faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] })));
  }
}
