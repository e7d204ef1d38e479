import { Conflict } from '../model/errors.ts';
import type { EventType } from '../model/event.ts';
import type { Order, OrderStatus } from '../model/order.ts';
import type { PaymentStatus } from '../model/payment.ts';

/** One thing that can happen to an order or its payment. `to` is `null` where the status stays as it is. */
interface Transition {
  readonly order: { readonly from: readonly OrderStatus[]; readonly to: OrderStatus | null };
  /** `from` is `null` for a payment that starts. `null` when no payment is concerned. */
  readonly payment: { readonly from: PaymentStatus | null; readonly to: PaymentStatus | null } | null;
  /** The events that it publishes, in this order. */
  readonly events: readonly EventType[];
  /** The end of the message for an order whose status does not allow it: "Order … is paid; …". */
  readonly refusal: string;
}

const OPEN: readonly OrderStatus[] = ['created', 'reattempted'];

const NO_PAYMENT = 'it has no payment in progress';
const NO_DISPUTE = 'it has no open dispute';

/**
 * Every transition of orders and payments. A payment locks its order (`captured`); one that fails opens it
 * again (`reattempted`). An order whose time to pay has run out keeps its status: see `isExpired`.
 */
export const TRANSITIONS = {
  pay: {
    order: { from: OPEN, to: 'captured' },
    payment: { from: null, to: 'created' },
    events: ['payment.pending'],
    refusal: "it can't be paid",
  },
  succeed: {
    order: { from: ['captured'], to: 'paid' },
    payment: { from: 'created', to: 'done' },
    events: ['payment.succeeded', 'item.add', 'order.paid'],
    refusal: NO_PAYMENT,
  },
  decline: {
    order: { from: ['captured'], to: 'reattempted' },
    payment: { from: 'created', to: 'failed' },
    events: ['payment.declined'],
    refusal: NO_PAYMENT,
  },
  abandon: {
    order: { from: ['captured'], to: 'reattempted' },
    payment: { from: 'created', to: 'abandoned' },
    events: ['payment.abandoned'],
    refusal: NO_PAYMENT,
  },
  expirePayment: {
    order: { from: ['captured'], to: 'reattempted' },
    payment: { from: 'created', to: 'expired' },
    events: ['payment.expired'],
    refusal: NO_PAYMENT,
  },
  cancelPayment: {
    order: { from: ['captured'], to: 'reattempted' },
    payment: { from: 'created', to: 'canceled' },
    events: ['payment.canceled'],
    refusal: NO_PAYMENT,
  },
  reject: {
    order: { from: ['captured'], to: 'reattempted' },
    payment: { from: 'created', to: 'rejected' },
    events: ['payment.rejected'],
    refusal: NO_PAYMENT,
  },
  void: {
    order: { from: ['captured'], to: 'reattempted' },
    payment: { from: 'created', to: 'voided' },
    events: ['payment.voided'],
    refusal: NO_PAYMENT,
  },
  // Its event is the latest one of the payment again.
  updateFees: {
    order: { from: ['paid', 'disputed', 'refunded', 'canceled'], to: null },
    payment: null,
    events: [],
    refusal: 'only a payment that succeeded has fees',
  },
  // Its event is a new item.add.
  resetGranting: {
    order: { from: ['paid'], to: null },
    payment: null,
    events: [],
    refusal: 'only the items of a paid order can be asked for again',
  },
  expireOrder: {
    order: { from: OPEN, to: null },
    payment: null,
    events: [],
    refusal: 'only an order that is created or reattempted can be expired',
  },
  refund: {
    order: { from: ['paid'], to: 'refunded' },
    payment: { from: 'done', to: 'refunded' },
    events: ['payment.refunded', 'order.refunded', 'item.remove'],
    refusal: 'only a paid order can be refunded',
  },
  dispute: {
    order: { from: ['paid'], to: 'disputed' },
    payment: { from: 'done', to: 'dispute' },
    events: ['payment.dispute'],
    refusal: 'only a paid order can be disputed',
  },
  winDispute: {
    order: { from: ['disputed'], to: 'paid' },
    payment: { from: 'dispute', to: 'done' },
    events: ['payment.succeeded'],
    refusal: NO_DISPUTE,
  },
  loseDispute: {
    order: { from: ['disputed'], to: 'canceled' },
    payment: { from: 'dispute', to: 'chargeback' },
    events: ['payment.chargeback', 'order.canceled', 'item.remove'],
    refusal: NO_DISPUTE,
  },
  chargeBack: {
    order: { from: ['paid'], to: 'canceled' },
    payment: { from: 'done', to: 'chargeback' },
    events: ['payment.chargeback', 'order.canceled', 'item.remove'],
    refusal: 'only a paid order can be charged back',
  },
  reportFraud: {
    order: { from: ['paid'], to: null },
    payment: { from: 'done', to: null },
    events: ['fraud.reported'],
    refusal: 'only a paid order can be reported as fraud',
  },
} as const satisfies Readonly<Record<string, Transition>>;

/** What can happen to an order or its payment. */
export type Action = keyof typeof TRANSITIONS;

/** What can happen to an order's payment. */
export type PaymentAction = Exclude<Action, 'expireOrder' | 'updateFees' | 'resetGranting'>;

/** The events that transitions publish. */
export type TransitionEvent = (typeof TRANSITIONS)[Action]['events'][number];

/** The statuses of order and payment after the first transition that publishes such an event. */
export function statesAfter(
  type: EventType,
): { readonly order: OrderStatus; readonly payment: PaymentStatus } | null {
  const transitions: readonly Transition[] = Object.values(TRANSITIONS);
  const found = transitions.find(({ events }) => events.includes(type));
  const [order, payment] = [found?.order.to, found?.payment?.to];
  return order && payment ? { order, payment } : null;
}

export function allows(order: Order, action: Action): boolean {
  const from: readonly OrderStatus[] = TRANSITIONS[action].order.from;
  return from.includes(order.status);
}

/** @throws Conflict when the order's status does not allow the action. */
export function checkAllowed(order: Order, action: Action): void {
  if (allows(order, action)) return;
  throw new Conflict(`Order ${order.id} is ${order.status}; ${TRANSITIONS[action].refusal}.`);
}

/** An order is open while no payment of it is in progress or has succeeded. */
export function isOpen(order: Order): boolean {
  return allows(order, 'pay');
}

/** An order can be paid while it is open and its time has not run out. */
export function isPayable(order: Order, now: number): boolean {
  return isOpen(order) && now < order.expiresAt;
}

export function isExpired(order: Order, now: number): boolean {
  return isOpen(order) && now >= order.expiresAt;
}

/** What a person can do to an order; possible while the order's status allows any of the listed actions. */
const MANUAL_ACTIONS = {
  refund: ['refund'],
  chargeback: ['chargeBack'],
  dispute: ['dispute'],
  'dispute-won': ['winDispute'],
  'dispute-lost': ['loseDispute'],
  fraud: ['reportFraud'],
  expire: ['expireOrder'],
  // Starts a payment first if none is in progress.
  abandon: ['abandon', 'pay'],
  cancel: ['cancelPayment', 'pay'],
  reject: ['reject', 'pay'],
  void: ['void'],
  resolve: ['succeed', 'decline', 'expirePayment'],
  'update-fees': ['updateFees'],
  'reset-granting': ['resetGranting'],
} as const satisfies Readonly<Record<string, readonly Action[]>>;

/** The names are the paths of the control API. */
export type ManualAction = keyof typeof MANUAL_ACTIONS;

/** What a person can do to the order as it is now. */
export function possibleActions(order: Order, now: number): readonly ManualAction[] {
  if (isExpired(order, now)) return [];
  const names = Object.keys(MANUAL_ACTIONS) as ManualAction[];
  return names.filter((name) => MANUAL_ACTIONS[name].some((action) => allows(order, action)));
}
