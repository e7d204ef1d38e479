import { type Ids, newId } from './ids.ts';
import type { RetrySchedule } from './retry-schedule.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** Tells the time. Every moment in the domain is Unix time in milliseconds. */
export interface Clock {
  now(): number;
}

/** The rules that settings can change. Durations are milliseconds, fees and tax percent. */
export interface Rules {
  /** Refund at once when a game declines `item.add`; a game's own setting wins. */
  readonly autoRefund: boolean;
  /** A game's own setting wins. */
  readonly retrySchedule: RetrySchedule;
  readonly orderTtlMs: number;
  /** ISO 3166-1 alpha-2: the country of a player without one. */
  readonly defaultCountry: string;
  /** From a payment with a dispute or fraud card to its dispute or report, and from there to the outcome. */
  readonly disputeDelayMs: number;
  readonly paymentFeePercent: number;
  readonly aghanimFeePercent: number;
  /** Included in prices, never added to them. */
  readonly taxPercent: number;
  /** Refuse webhooks whose URL is not HTTPS, as the real platform does. */
  readonly strictHttps: boolean;
  /** How many events without pending deliveries are kept, with their deliveries and attempts. */
  readonly keepEvents: number;
}

/** What every use case works with. */
export interface DomainContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly rules: Rules;
}

/** A running transaction. Everything in it happens at the same moment, and all of it or nothing is stored. */
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

/** @throws StorageUnavailable, and what `work` throws; then nothing has changed. */
export function inTransaction<T>(domain: DomainContext, work: (tx: Tx) => T): T {
  const { clock, ids, rules } = domain;
  return domain.store.transact((tables) => work({ tables, now: clock.now(), ids, rules }));
}

/** A new business transaction: its events share one `transaction_id`. */
export function newCause(tx: Tx, requestId: string | null = null): Cause {
  return { transactionId: newId(tx.ids, 'transaction'), requestId };
}
