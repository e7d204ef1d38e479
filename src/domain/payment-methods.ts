import { Conflict } from './errors.ts';
import type { Order } from './model/order.ts';

/**
 * Cards are the only method there is here, as in the real sandbox. An order that lists its methods without
 * them leaves the player none; one that lists nothing takes all.
 */
export function takesCards(order: Order): boolean {
  const enabled = order.paymentMethodsEnabled ?? [];
  return order.amount === 0 || enabled.length === 0 || enabled.includes('card');
}

/** @throws Conflict when the order enables only methods that are not to be had here. */
export function refuseWithoutMethod(order: Order): void {
  if (takesCards(order)) return;
  throw new Conflict(
    `Order ${order.id} can't be paid by card: it enables only ${(order.paymentMethodsEnabled ?? []).join(', ')}.`,
  );
}
