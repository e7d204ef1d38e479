import type { Attempt } from '../model/delivery.ts';
import type { Event } from '../model/event.ts';
import type { ReadTables } from '../model/tables.ts';
import type { Change } from '../model/store.ts';
import { isOpen } from '../orders/states.ts';
import { deliveryText, entriesOf, timelineOf, type TimelineEntry } from './timeline.ts';

/** Collects what happens to a game while its clock moves, from the changes of the store. */
export class TimelineRecorder {
  readonly #tables: ReadTables;
  readonly #gameId: string;
  /** The ids of the new events and attempts. */
  readonly #new = new Set<string>();
  /** The ids of the orders that they concern. */
  readonly #orders = new Set<string>();
  /** The events that concern no order, by id. */
  readonly #others = new Map<string, Event>();

  constructor(tables: ReadTables, gameId: string) {
    this.#tables = tables;
    this.#gameId = gameId;
  }

  /** Call it with the changes of every transaction. */
  add(changes: readonly Change[]): void {
    for (const { table, record } of changes) {
      if (record === null) continue;
      if (table === 'events' && record.gameId === this.#gameId) this.#addEvent(record.id, record);
      if (table === 'attempts') this.#addAttempt(record);
    }
  }

  /**
   * What happened, oldest first: states and actions, deliveries with the attempts that were made, and orders that
   * expired after `from` and until `to`.
   */
  entries(from: number, to: number): readonly TimelineEntry[] {
    const expired = this.#tables.orders
      .by('game', this.#gameId)
      .filter((order) => isOpen(order) && order.expiresAt > from && order.expiresAt <= to);
    const orders = new Set([...this.#orders, ...expired.map(({ id }) => id)]);
    const entries = [...orders].flatMap((id) => {
      const order = this.#tables.orders.get(id);
      return order ? timelineOf(this.#tables, order, to) : [];
    });
    for (const event of this.#others.values()) entries.push(...entriesOf(this.#tables, event));
    return entries.flatMap((entry) => this.#newPartOf(entry, from) ?? []).sort((a, b) => a.at - b.at);
  }

  /** @param id what is new: the event itself, or an attempt to deliver it */
  #addEvent(id: string, event: Event): void {
    this.#new.add(id);
    if (event.orderId === null) this.#others.set(event.id, event);
    else this.#orders.add(event.orderId);
  }

  #addAttempt({ id, deliveryId }: Attempt): void {
    const delivery = this.#tables.deliveries.get(deliveryId);
    const event = delivery && this.#tables.events.get(delivery.eventId);
    if (event?.gameId === this.#gameId) this.#addEvent(id, event);
  }

  /** The entry as far as it is new; `null` when nothing of it is. */
  #newPartOf(entry: TimelineEntry, from: number): TimelineEntry | null {
    const { event, delivery } = entry;
    if (event === null) return entry.at > from ? entry : null;
    if (delivery === null) return this.#new.has(event.id) ? entry : null;
    const attempts = entry.attempts.filter(({ id }) => this.#new.has(id));
    const [first] = attempts;
    if (!first) return null;
    return { ...entry, attempts, at: first.startedAt, text: deliveryText(event, delivery, attempts) };
  }
}
