/** What the client does with an order, and what each must leave behind when it was acknowledged. */
export type Step = 'create' | 'decline' | 'pay' | 'refund';

interface Effect {
  readonly status: string;
  readonly events: readonly string[];
}

/** Source: the order of events in the published guides. */
export const EFFECTS: Readonly<Record<Step, Effect>> = {
  create: { status: 'created', events: ['order.created'] },
  decline: { status: 'reattempted', events: ['payment.pending', 'payment.declined'] },
  pay: { status: 'paid', events: ['payment.pending', 'payment.succeeded', 'item.add', 'order.paid'] },
  refund: { status: 'refunded', events: ['payment.refunded', 'order.refunded', 'item.remove'] },
};

const FOLLOWING: Readonly<Record<Step, readonly Step[]>> = {
  create: ['pay', 'pay', 'pay', 'decline'],
  decline: ['pay'],
  pay: ['refund'],
  refund: [],
};

/** What can be done next; the likely more than once. */
export function stepsAfter(step: Step): readonly Step[] {
  return FOLLOWING[step];
}
