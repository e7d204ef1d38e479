import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { isExpired } from '../../domain/orders/states.ts';
import type { DomainContext } from '../../domain/model/context.ts';

/** What a player sees of an order. */
export type CheckoutState =
  | 'payable'
  | 'three_d_secure'
  | 'processing'
  | 'granting'
  | 'done'
  | 'undelivered'
  | 'refunded'
  | 'canceled'
  | 'disputed'
  | 'expired';

/** An order and how far its payment has come. */
export interface OrderProgress {
  readonly order: Order;
  readonly state: CheckoutState;
  /** The last attempt to pay. */
  readonly payment: Payment | null;
  /** How often the game has been asked to grant the items, without a final answer. */
  readonly attempts: number;
}

export function progressOf({ store, clock, platforms }: DomainContext, order: Order): OrderProgress {
  const payment = store.tables.payments.by('order', order.id).at(-1) ?? null;
  const { grantingEvent } = platforms.of(order);
  const asked = store.tables.deliveries
    .by('order', order.id)
    .filter((delivery) => delivery.eventType === grantingEvent && delivery.status === 'pending');
  return {
    order,
    payment,
    state: stateOf(order, payment, clock.now()),
    attempts: Math.max(0, ...asked.map((delivery) => delivery.attempts)),
  };
}

function stateOf(order: Order, payment: Payment | null, now: number): CheckoutState {
  switch (order.status) {
    case 'created':
    case 'reattempted':
      return isExpired(order, now) ? 'expired' : 'payable';
    case 'captured':
      return payment?.threeDs === 'pending' ? 'three_d_secure' : 'processing';
    case 'paid':
      return grantingState(order);
    case 'refund_requested':
      return 'refunded';
    default:
      return order.status;
  }
}

function grantingState({ granting }: Order): CheckoutState {
  if (granting === 'pending') return 'granting';
  return granting === 'declined' || granting === 'failed' ? 'undelivered' : 'done';
}

/** What the page asks for while it waits. `version` changes whenever the page would look different. */
export interface CheckoutStatus {
  readonly state: CheckoutState;
  readonly order_status: string;
  readonly payment_status: string | null;
  readonly granting: string;
  readonly version: string;
}

export function statusOf({ order, state, payment, attempts }: OrderProgress): CheckoutStatus {
  return {
    state,
    order_status: order.status,
    payment_status: payment?.status ?? null,
    granting: order.granting,
    version: [state, payment?.id ?? '', attempts].join('.'),
  };
}
