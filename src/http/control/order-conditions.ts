import type { DomainContext } from '../../domain/model/context.ts';
import {
  GRANTINGS,
  ORDER_STATUSES,
  type Granting,
  type Order,
  type OrderStatus,
} from '../../domain/model/order.ts';
import type { PaymentStatus } from '../../domain/model/payment.ts';
import { isExpired, isOpen } from '../../domain/orders/states.ts';
import {
  canReachGranting,
  reachablePaymentStatuses,
  reachableStatuses,
} from '../../domain/payments/reachable.ts';
import { PAYMENT_STATUSES } from '../s2s/payments/payments.ts';
import { stillPending, type Condition } from './waiting.ts';

/** The conditions that a read of an order can wait for. */
export const ORDER_WAITS = [
  'settled',
  ...ORDER_STATUSES.map((status) => `status:${status}` as const),
  ...GRANTINGS.map((granting) => `granting:${granting}` as const),
  ...PAYMENT_STATUSES.map((status) => `payment:${status}` as const),
] as const;

export type OrderWait = (typeof ORDER_WAITS)[number];

/** Whether the order is as `wait` says, or can still become so. */
export function orderCondition({ store, clock }: DomainContext, order: Order, wait: OrderWait): Condition {
  const now = clock.now();
  const [what, wanted] = wait.split(':');
  if (what === 'status') return statusCondition(order, wanted as OrderStatus, now);
  if (what === 'granting') return grantingCondition(order, wanted as Granting, now);
  if (what === 'payment') {
    const payments = store.tables.payments.by('order', order.id);
    const known = payments.map(({ status }) => status).join(', ') || 'none';
    return conditionOf(
      order,
      payments.some(({ status }) => status === wanted),
      reachablePaymentStatuses(order, payments, now).has(wanted as PaymentStatus),
      `The order has no payment that is ${String(wanted)} (payments: ${known})`,
      now,
    );
  }
  const pending = store.tables.deliveries.by('order', order.id).filter(({ status }) => status === 'pending');
  if (pending.length === 0) return { is: 'met' };
  return { is: 'open', missing: stillPending(pending.length, ` of order ${order.id}`) };
}

function statusCondition(order: Order, wanted: OrderStatus, now: number): Condition {
  const text = `Order ${order.id} is ${order.status}, not ${wanted}`;
  return conditionOf(order, order.status === wanted, reachableStatuses(order, now).has(wanted), text, now);
}

function grantingCondition(order: Order, wanted: Granting, now: number): Condition {
  const text = `The granting of order ${order.id} is ${order.granting}, not ${wanted}`;
  return conditionOf(order, order.granting === wanted, canReachGranting(order, wanted, now), text, now);
}

function conditionOf(
  order: Order,
  isMet: boolean,
  isPossible: boolean,
  missing: string,
  now: number,
): Condition {
  if (isMet) return { is: 'met' };
  const expiry = isExpired(order, now) ? ' The order has expired.' : '';
  if (!isPossible) return { is: 'impossible', reason: `${missing}, and can no longer become so.${expiry}` };
  return { is: 'open', missing, changesAt: isOpen(order) ? order.expiresAt : null };
}
