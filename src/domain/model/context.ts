import type { Event, EventType } from './event.ts';
import { gameTime } from './game-clock.ts';
import { keptBytes, refuseBeyondRoom } from './room.ts';
import type { Game } from './game.ts';
import { type Ids, newId } from './ids.ts';
import type { Order } from './order.ts';
import type { Payment } from './payment.ts';
import type { Endpoint, PaymentPlatformName } from './platform.ts';
import type { Player } from './player.ts';
import type { RetrySchedule } from './retry-schedule.ts';
import { sequenceIds, sequenceIdsOf } from './sequence-ids.ts';
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
  /** How long every attempt for an endpoint has to fail before it is paused; `null` pauses none. */
  readonly pauseWebhookAfterMs: number | null;
  /** How many events without pending deliveries are kept, with their deliveries and attempts. */
  readonly keepEvents: number;
  /** How many orders are kept besides those that are unresolved or have something planned. */
  readonly keepOrders: number;
  /** How much memory the stored records may take, in bytes. */
  readonly maxBytes: number;
}

/** What every use case works with. */
export interface DomainContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly rules: Rules;
  readonly platforms: PaymentPlatforms;
  /** The game whose clock and ids this context has; absent in that of the process, which has the system's. */
  readonly bound?: { readonly gameId: string; readonly process: DomainContext };
}

/** A running transaction. Everything in it happens at the same moment, and all of it or nothing is stored. */
export interface Tx {
  readonly tables: Tables;
  readonly now: number;
  readonly ids: Ids;
  readonly rules: Rules;
  readonly platforms: PaymentPlatforms;
}

/** What caused an event: the business transaction it belongs to and the API request behind it, if any. */
export interface Cause {
  readonly transactionId: string;
  readonly requestId: string | null;
}

/** An event that is to be published, in the vocabulary of the domain: the names of Aghanim's events. */
export interface NewEvent {
  readonly game: Game;
  readonly type: EventType;
  /** `event_data` of Aghanim's event. */
  readonly data: unknown;
  /** The order it concerns, as it is now; gives the event its context. */
  readonly order: Order | null;
  /** The payment of the context; without it, the order's latest. */
  readonly payment?: Payment;
  /** The player it concerns; without it, the order's stored player. */
  readonly player?: Player;
  readonly trigger?: string;
}

/** An endpoint that gets an event. */
export interface Recipient {
  readonly endpoint: Endpoint;
  /** Whether it gets the body with the player's context. */
  readonly withPlayer: boolean;
}

/** What differs between payment platforms, as far as the domain is concerned: how a game hears of its orders. */
export interface PaymentPlatform {
  readonly name: PaymentPlatformName;
  /** For people. */
  readonly title: string;
  /** The types of the events that it tells games. */
  readonly eventTypes: readonly Event['type'][];
  /** The type of the event that asks a game to grant an order; the answers to it decide the order's granting. */
  readonly grantingEvent: Event['type'];
  /** The answer by which a game accepts that event, for people. */
  readonly acceptance: string;
  /** What a developer should know about how games hear of this order; `null` when there is nothing to say. */
  notice(order: Order): string | null;
  /** Which endpoints get the event; `null` when the platform has no such event. May store new endpoints. */
  recipients(tx: Tx, event: Pick<NewEvent, 'game' | 'type' | 'order'>): readonly Recipient[] | null;
  /** Writes the body of the event, which never changes again. Nothing is stored. */
  write(tx: Tx, event: NewEvent, cause: Cause, withPlayer: boolean): Event;
}

/** The registered platforms. */
export interface PaymentPlatforms {
  /** The platform that an order was made by; Aghanim for what concerns no order. */
  of(order: Order | null): PaymentPlatform;
  named(name: PaymentPlatformName): PaymentPlatform;
}

/** The context of the process, which belongs to no game and has the time of the system. */
export function processOf(domain: DomainContext): DomainContext {
  return domain.bound?.process ?? domain;
}

/** The context in which a game's use cases run: it has the game's clock, and its ids if they are a sequence. */
export function boundTo(domain: DomainContext, gameId: string): DomainContext {
  const process = processOf(domain);
  const { store, rules, platforms } = process;
  const isSequence = store.tables.idSequences.get(gameId) !== undefined;
  const ids = isSequence ? sequenceIdsOf((work) => store.transact(work), gameId) : process.ids;
  const clock = { now: () => gameTime(store.tables.clocks.get(gameId), process.clock.now()) };
  return { store, clock, ids, rules, platforms, bound: { gameId, process } };
}

/** @throws StorageUnavailable, and what `work` throws; then nothing has changed. */
export function inTransaction<T>(domain: DomainContext, work: (tx: Tx) => T): T {
  const { clock, ids, rules, platforms } = processOf(domain);
  const gameId = domain.bound?.gameId;
  return domain.store.transact((tables) => {
    const tx = { tables, now: clock.now(), ids, rules, platforms };
    const before = keptBytes(tables);
    const result = work(gameId === undefined ? tx : forGame(tx, gameId));
    refuseBeyondRoom(tables, before, rules.maxBytes);
    return result;
  });
}

/**
 * Runs several use cases as one transaction: all of them happen, or none. Each gets the context that `work` is given.
 *
 * @throws StorageUnavailable, and what `work` throws; then nothing has changed.
 */
export function inOneTransaction<T>(domain: DomainContext, work: (joined: DomainContext) => T): T {
  const process = processOf(domain);
  return process.store.transact((tables) => {
    const { answers } = process.store;
    const onCommit: Store['onCommit'] = (listener) => process.store.onCommit(listener);
    const durable = (): Promise<void> | null => process.store.durable();
    const store: Store = { tables, answers, onCommit, durable, transact: (inner) => inner(tables) };
    const joined = { ...process, store };
    return work(domain.bound === undefined ? joined : boundTo(joined, domain.bound.gameId));
  });
}

/** A transaction of the process as one game sees it: with the game's clock, and its ids if they are a sequence. */
export function forGame(tx: Tx, gameId: string): Tx {
  const { tables } = tx;
  const clock = tables.clocks.get(gameId);
  const isSequence = tables.idSequences.get(gameId) !== undefined;
  if (clock === undefined && !isSequence) return tx;
  return { ...tx, now: gameTime(clock, tx.now), ids: isSequence ? sequenceIds(tables, gameId) : tx.ids };
}

/** A new business transaction: its events share one `transaction_id`. */
export function newCause(tx: Tx, requestId: string | null = null): Cause {
  return { transactionId: newId(tx.ids, 'transaction'), requestId };
}
