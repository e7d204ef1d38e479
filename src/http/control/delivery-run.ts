import type { DomainContext } from '../../domain/model/context.ts';
import type { Delivery } from '../../domain/model/delivery.ts';
import type { Game } from '../../domain/model/game.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { attemptNow } from '../../domain/webhooks/deliveries.ts';
import { isHeldBack } from '../../domain/webhooks/pausing.ts';
import { stillPending, type Condition } from './waiting.ts';

export function deliveriesCondition(found: readonly Delivery[], wait: string): Condition {
  if (wait !== 'settled') return countCondition(found.length, wait, 'deliveries');
  const pending = found.filter(({ status }) => status === 'pending').length;
  return pending === 0 ? { is: 'met' } : { is: 'open', missing: stillPending(pending) };
}

/** @param wait such as `count:2` */
export function countCondition(count: number, wait: string, what: string): Condition {
  const wanted = Number(wait.slice('count:'.length));
  return count >= wanted ? { is: 'met' } : { is: 'open', missing: `There are ${count} ${what} of ${wanted}` };
}

/** The deliveries of the game, or of one order. */
export function deliveriesOf(
  tables: ReadTables,
  game: Game,
  orderId: string | undefined,
): readonly Delivery[] {
  if (orderId === undefined) return tables.deliveries.by('game', game.id);
  return tables.deliveries.by('order', orderId).filter(({ gameId }) => gameId === game.id);
}

/** One run of the pending deliveries: the attempts that it waits for. */
export class DeliveryRun {
  readonly #domain: DomainContext;
  readonly #game: Game;
  readonly #orderId: string | undefined;
  readonly #repeats: boolean;
  /** How many attempts each delivery of the current round had when it began. */
  #round: ReadonlyMap<string, number> | null = null;
  readonly #attempted = new Set<string>();

  constructor(domain: DomainContext, game: Game, orderId: string | undefined, repeats: boolean) {
    this.#domain = domain;
    this.#game = game;
    this.#orderId = orderId;
    this.#repeats = repeats;
  }

  /** Begins a round when none is under way, and says whether the run has ended. */
  next(): Condition {
    const left = this.#round ? this.#unfinished(this.#round) : 0;
    if (left > 0) return { is: 'open', missing: `${left} attempts are still under way` };
    if (this.#round !== null && !this.#repeats) return { is: 'met' };
    const pending = this.#pending();
    if (pending.length === 0) return { is: 'met' };
    this.#round = new Map(pending.map(({ id, attempts }) => [id, attempts]));
    for (const { id } of pending) this.#attempted.add(id);
    attemptNow(this.#domain, pending);
    return { is: 'open', missing: `${pending.length} attempts are still under way` };
  }

  /** The deliveries of all rounds as they are now. */
  attempted(): readonly Delivery[] {
    const { deliveries } = this.#domain.store.tables;
    return [...this.#attempted].flatMap((id) => deliveries.get(id) ?? []);
  }

  #pending(): readonly Delivery[] {
    const { tables } = this.#domain.store;
    return deliveriesOf(tables, this.#game, this.#orderId).filter(
      (delivery) => delivery.status === 'pending' && !isHeldBack(tables, delivery),
    );
  }

  #unfinished(round: ReadonlyMap<string, number>): number {
    const { tables } = this.#domain.store;
    let left = 0;
    for (const [id, attempts] of round) {
      const delivery = tables.deliveries.get(id);
      if (delivery?.status !== 'pending' || delivery.attempts !== attempts) continue;
      if (!isHeldBack(tables, delivery)) left += 1;
    }
    return left;
  }
}
