import type { Order } from '../../domain/model/order.ts';
import { isExpired, isOpen } from '../../domain/orders/states.ts';

/** What can be done with an order from its page; the names are those of the control API. */
export type OrderAction =
  | 'refund'
  | 'chargeback'
  | 'dispute'
  | 'dispute-won'
  | 'dispute-lost'
  | 'fraud'
  | 'expire'
  | 'abandon'
  | 'resolve';

/** The actions that the order's present state allows; the page offers no others. */
export function possibleActions(order: Order, now: number): readonly OrderAction[] {
  if (isOpen(order)) return isExpired(order, now) ? [] : ['expire', 'abandon'];
  switch (order.status) {
    case 'captured':
      return ['resolve', 'abandon'];
    case 'paid':
      return ['refund', 'chargeback', 'dispute', 'fraud'];
    case 'disputed':
      return ['dispute-won', 'dispute-lost'];
    default:
      return [];
  }
}
