import { Conflict } from '../model/errors.ts';
import type { Order, OrderStatus } from '../model/order.ts';
import type { Payment, PaymentStatus } from '../model/payment.ts';

/** Where an order can go. An attempt locks it (`captured`); a failed one opens it again (`reattempted`). */
const ORDER_STEPS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  created: ['captured'],
  reattempted: ['captured'],
  captured: ['paid', 'reattempted'],
  paid: ['refund_requested', 'disputed', 'canceled'],
  refund_requested: ['refunded'],
  disputed: ['paid', 'canceled'],
  refunded: [],
  canceled: [],
};

const PAYMENT_STEPS: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  created: ['done', 'failed', 'rejected', 'expired', 'abandoned', 'canceled'],
  done: ['refund_requested', 'dispute', 'chargeback'],
  refund_requested: ['refunded'],
  dispute: ['done', 'chargeback'],
  failed: [],
  expired: [],
  voided: [],
  rejected: [],
  refunded: [],
  chargeback: [],
  abandoned: [],
  canceled: [],
};

/** @throws Conflict when an order in this status can't become `status`. */
export function advanceOrder(order: Order, status: OrderStatus, now: number): Order {
  if (!ORDER_STEPS[order.status].includes(status)) {
    throw new Conflict(`Order ${order.id} is ${order.status} and cannot become ${status}.`);
  }
  return { ...order, status, modifiedAt: now };
}

/** @throws Conflict when a payment in this status can't become `status`. */
export function advancePayment(payment: Payment, status: PaymentStatus, now: number): Payment {
  if (!PAYMENT_STEPS[payment.status].includes(status)) {
    throw new Conflict(`Payment ${payment.id} is ${payment.status} and cannot become ${status}.`);
  }
  return { ...payment, status, modifiedAt: now, statusUpdatedAt: now };
}

/** An order can be paid while it is open and its time has not run out. */
export function isPayable(order: Order, now: number): boolean {
  return isOpen(order) && now < order.expiresAt;
}

export function isOpen(order: Order): boolean {
  return order.status === 'created' || order.status === 'reattempted';
}

export function isExpired(order: Order, now: number): boolean {
  return isOpen(order) && now >= order.expiresAt;
}
