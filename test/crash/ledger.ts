import type { Step } from './steps.ts';

/** An order as its client knows it. */
export interface KnownOrder {
  readonly id: string;
  /** What was acknowledged, in order. */
  readonly done: Step[];
  /** Ids of the payments that were acknowledged. */
  readonly payments: string[];
  /** A step that a kill left without an answer: it may or may not have happened. */
  unsure: Step | null;
}

/** What the client was told, for the audit. */
export class Ledger {
  readonly orders: KnownOrder[] = [];

  /** How many steps of a kind were acknowledged. */
  count(step: Step): number {
    return this.orders.filter(({ done }) => done.includes(step)).length;
  }
}
