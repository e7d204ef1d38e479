import { type Ids, newId } from './ids.ts';
import type { RetrySchedule } from './retry-schedule.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** Tells the time. Every moment in the domain is Unix time in milliseconds. */
export interface Clock {
  now(): number;
}

/** What a deployment decides about the rules. Durations are milliseconds, fees and tax percent. */
export interface Rules {
  /** Refund at once when a game declines `item.add`; a game's own setting wins. */
  readonly autoRefund: boolean;
  /** A game's own setting wins. */
  readonly retrySchedule: RetrySchedule;
  readonly orderTtlMs: number;
  /** ISO 3166-1 alpha-2: where a player without a country is taken to be. */
  readonly defaultCountry: string;
  /** From a payment with a dispute or fraud card to its dispute or report, and from there to the outcome. */
  readonly disputeDelayMs: number;
  readonly paymentFeePercent: number;
  readonly aghanimFeePercent: number;
  /** Included in prices, never added to them. */
  readonly taxPercent: number;
  /** Refuse webhooks whose URL is not HTTPS, as the real platform does. */
  readonly strictHttps: boolean;
  /** Events kept with their deliveries and attempts once nothing of them is pending. */
  readonly keepEvents: number;
}

/** Everything a use case works with. */
export interface DomainContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly rules: Rules;
}

/** A use case under way: one moment, one set of tables, all or nothing. */
export interface Tx {
  readonly tables: Tables;
  readonly now: number;
  readonly ids: Ids;
  readonly rules: Rules;
}

/** What caused an event: the business transaction it belongs to and the API request behind it, if any. */
export interface Cause {
  readonly transactionId: string;
  readonly requestId: string | null;
}

/** @throws StorageUnavailable, and whatever `work` refuses; either way nothing has changed. */
export function inTransaction<T>(domain: DomainContext, work: (tx: Tx) => T): T {
  const { clock, ids, rules } = domain;
  return domain.store.transact((tables) => work({ tables, now: clock.now(), ids, rules }));
}

/** A new business transaction: its events share one `transaction_id`. */
export function newCause(tx: Tx, requestId: string | null = null): Cause {
  return { transactionId: newId(tx.ids, 'transaction'), requestId };
}
