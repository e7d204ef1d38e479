import type { DeliveryStatus } from '../../domain/model/delivery.ts';
import type { Granting, Order, OrderStatus } from '../../domain/model/order.ts';
import type { PaymentStatus } from '../../domain/model/payment.ts';
import { isExpired } from '../../domain/orders/states.ts';

/** A short word and its colour. The words are the API's own. */
export interface Badge {
  readonly label: string;
  readonly tone: Tone;
}

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

const ORDER: Readonly<Record<OrderStatus, Tone>> = {
  created: 'neutral',
  captured: 'info',
  paid: 'good',
  canceled: 'bad',
  refunded: 'neutral',
  refund_requested: 'info',
  reattempted: 'warn',
  disputed: 'bad',
};

/** An order that ran out keeps its status; what matters about it is that it can't be paid. */
export function orderBadge(order: Order, now: number): Badge {
  if (isExpired(order, now)) return { label: 'expired', tone: 'neutral' };
  return { label: order.status, tone: ORDER[order.status] };
}

const PAYMENT: Readonly<Record<PaymentStatus, Tone>> = {
  created: 'info',
  failed: 'bad',
  expired: 'neutral',
  voided: 'neutral',
  rejected: 'bad',
  done: 'good',
  refund_requested: 'info',
  refunded: 'neutral',
  dispute: 'bad',
  chargeback: 'bad',
  abandoned: 'neutral',
  canceled: 'neutral',
};

export function paymentBadge(status: PaymentStatus): Badge {
  return { label: status, tone: PAYMENT[status] };
}

const GRANTING: Readonly<Record<Exclude<Granting, 'none'>, Tone>> = {
  pending: 'info',
  granted: 'good',
  declined: 'bad',
  failed: 'bad',
};

/** `null` while there is nothing to grant. */
export function grantingBadge({ granting, status }: Order): Badge | null {
  if (granting !== 'none') return { label: granting, tone: GRANTING[granting] };
  return status === 'paid' ? { label: 'not asked', tone: 'warn' } : null;
}

const DELIVERY: Readonly<Record<DeliveryStatus, Tone>> = {
  pending: 'info',
  delivered: 'good',
  declined: 'warn',
  exhausted: 'bad',
  canceled: 'neutral',
};

export function deliveryBadge(status: DeliveryStatus): Badge {
  return { label: status, tone: DELIVERY[status] };
}
