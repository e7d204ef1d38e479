/** What the client does with an order. */
export type Step = 'create' | 'decline' | 'pay' | 'refund';

/** The payment platform that an order is created with. */
export type Platform = 'aghanim' | 'midaspay';

/** What an acknowledged step leaves behind. */
interface Effect {
  readonly status: string;
  readonly events: Readonly<Record<Platform, readonly string[]>>;
}

/** Source: the order of events in the published guides. */
export const EFFECTS: Readonly<Record<Step, Effect>> = {
  create: { status: 'created', events: { aghanim: ['order.created'], midaspay: [] } },
  decline: {
    status: 'reattempted',
    events: { aghanim: ['payment.pending', 'payment.declined'], midaspay: [] },
  },
  pay: {
    status: 'paid',
    events: {
      aghanim: ['payment.pending', 'payment.succeeded', 'item.add', 'order.paid'],
      midaspay: ['OrderPaid'],
    },
  },
  refund: {
    status: 'refunded',
    events: {
      aghanim: ['payment.refunded', 'order.refunded', 'item.remove'],
      midaspay: ['OrderCancelled'],
    },
  },
};

const FOLLOWING: Readonly<Record<Step, readonly Step[]>> = {
  create: ['pay', 'pay', 'pay', 'decline'],
  decline: ['pay'],
  pay: ['refund'],
  refund: [],
};

/** The steps that can follow. A likely one is listed more than once. */
export function stepsAfter(step: Step): readonly Step[] {
  return FOLLOWING[step];
}

/** An order as its client knows it. */
export interface KnownOrder {
  readonly id: string;
  readonly platform: Platform;
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
