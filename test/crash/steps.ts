/** What the client does with an order. */
export type Step = 'create' | 'decline' | 'pay' | 'refund';

/** What an acknowledged step leaves behind. */
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

/** The steps that can follow. A likely one is listed more than once. */
export function stepsAfter(step: Step): readonly Step[] {
  return FOLLOWING[step];
}
