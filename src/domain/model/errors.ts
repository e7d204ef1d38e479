/** One thing wrong with a request, in the form the API reports it. */
export interface Fault {
  /** Where: `['body', 'items', 0, 'sku']`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** The base of everything that a use case refuses; `message` is written for the caller to read. */
export abstract class Refusal extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** There is no such thing in this game. */
export class NotFound extends Refusal {}

/** The thing exists, but its present state does not allow this. */
export class Conflict extends Refusal {}

/** The request contradicts itself or names things that do not exist. */
export class Invalid extends Refusal {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => `${fault.loc.join('.')}: ${fault.msg}`).join('; '));
    this.faults = faults;
  }
}

/** The change could not be written; nothing of it happened, and it may be tried again. */
export class StorageUnavailable extends Refusal {}

/** A refusal of one field of the request body. */
export function invalidField(path: readonly (string | number)[], msg: string): Invalid {
  return new Invalid([{ loc: ['body', ...path], msg, type: 'value_error' }]);
}
