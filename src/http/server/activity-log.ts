import { randomUUID } from 'node:crypto';
import type { Change, Store } from '../../domain/model/store.ts';
import { Fifo } from './fifo.ts';
import type { RequestLog } from './request-log.ts';

/** How many entries are remembered, of all games together, for clients that connect again. */
const LIMIT = 10_000;

/** Something that happened: a request was answered, an event published, an attempt finished. */
export interface Activity {
  /** Counts the entries of this process from 1. */
  readonly number: number;
  readonly kind: 'request' | 'event' | 'attempt';
  /** Of the request, the event or the attempt. */
  readonly id: string;
  /** `null` for a request without a valid API key, which belongs to no game. */
  readonly gameId: string | null;
  /** How often the game had been reset: a reset may give the same ids again. */
  readonly resets: number;
}

/** The order in which requests, events and attempts happened, so that a stream of them can go on where it ended. */
export class ActivityLog {
  /** Tells the numbers of this process from those of another one. */
  readonly #process = randomUUID();
  readonly #entries = new Fifo<Activity>();
  readonly #listeners = new Set<() => void>();
  #last = 0;

  constructor(store: Store, requestLog: RequestLog) {
    store.onCommit((changes) => {
      for (const change of changes) this.#noteChange(store, change);
    });
    requestLog.onAdd(({ id, gameId }) => {
      this.#add(store, 'request', id, gameId);
    });
  }

  /** The number of the newest entry; 0 when there is none. */
  get last(): number {
    return this.#last;
  }

  /** The remembered entries after a number, oldest first, and how many are no longer remembered. */
  after(number: number): { readonly entries: readonly Activity[]; readonly missed: number } {
    const first = this.#entries.first?.number ?? this.#last + 1;
    const missed = Math.max(0, first - 1 - number);
    return { entries: this.#entries.toArray(Math.max(0, number + 1 - first)), missed };
  }

  /** A text from which `numberOf` finds the number of an entry again. */
  cursorOf(number: number): string {
    return `${this.#process}/${number}`;
  }

  /** What a client has seen: everything up to this number. A cursor of an earlier process has seen nothing of this one. */
  numberOf(cursor: string): number {
    const [of, number = ''] = cursor.split('/', 2);
    return of === this.#process && /^\d{1,15}$/.test(number) ? Math.min(Number(number), this.#last) : 0;
  }

  /** Calls `listener` after each entry. Returns a function that ends it. */
  onAdd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #noteChange(store: Store, { table, id, record }: Change): void {
    if (record === null) return;
    if (table === 'events') this.#add(store, 'event', id, record.gameId);
    else if (table === 'attempts') {
      const gameId = store.tables.deliveries.get(record.deliveryId)?.gameId;
      if (gameId !== undefined) this.#add(store, 'attempt', id, gameId);
    }
  }

  #add(store: Store, kind: Activity['kind'], id: string, gameId: string | null): void {
    const resets = (gameId === null ? undefined : store.tables.games.get(gameId)?.resets) ?? 0;
    this.#last += 1;
    this.#entries.push({ number: this.#last, kind, id, gameId, resets });
    if (this.#entries.size > LIMIT) this.#entries.shift();
    for (const listener of this.#listeners) listener();
  }
}
