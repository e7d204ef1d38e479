import type { Granting, Order, OrderStatus } from '../model/order.ts';
import type { Payment, PaymentStatus } from '../model/payment.ts';
import { isExpired, TRANSITIONS } from '../orders/states.ts';

interface Step<Status> {
  readonly from: Status | null;
  readonly to: Status | null;
}

/** The statuses that an order can still have, the present one included. */
export function reachableStatuses(order: Order, now: number): ReadonlySet<OrderStatus> {
  if (isExpired(order, now)) return new Set([order.status]);
  const steps = Object.values(TRANSITIONS).flatMap(({ order: { from, to } }) =>
    from.map((status): Step<OrderStatus> => ({ from: status, to })),
  );
  return reachable([order.status], steps);
}

/** The statuses that a payment of the order has or can still get, or another payment that can still be made. */
export function reachablePaymentStatuses(
  order: Order,
  payments: readonly Payment[],
  now: number,
): ReadonlySet<PaymentStatus> {
  const present = payments.map(({ status }) => status);
  const canPay = reachableStatuses(order, now).has('captured') && order.status !== 'captured';
  const canPayAgain = order.status === 'captured' && now < order.expiresAt;
  const steps = Object.values(TRANSITIONS).flatMap(({ payment }): Step<PaymentStatus>[] =>
    payment?.from ? [{ from: payment.from, to: payment.to }] : [],
  );
  return reachable(canPay || canPayAgain ? [...present, 'created'] : present, steps);
}

/** Whether an order can still get this granting without a resend. */
export function canReachGranting(order: Order, wanted: Granting, now: number): boolean {
  if (order.granting === wanted) return true;
  if (order.granting === 'pending') return wanted !== 'none';
  return order.granting === 'none' && order.paidAt === null && reachableStatuses(order, now).has('paid');
}

function reachable<Status>(starts: readonly Status[], steps: readonly Step<Status>[]): ReadonlySet<Status> {
  const found = new Set(starts);
  // A set yields what is added to it while it is iterated.
  for (const status of found) {
    for (const { from, to } of steps) if (from === status && to !== null) found.add(to);
  }
  return found;
}
