import { withCoupon, withoutCoupon } from '../coupons/effects.ts';
import { notApplicable, refuseCoupon } from '../coupons/rules.ts';
import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import { getOrder } from './orders.ts';
import { isPayable } from './states.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/**
 * Applies a coupon to an order that is not paid yet, instead of the coupon it has. Publishes no event.
 *
 * @throws NotFound
 * @throws Conflict when the order can't be paid now.
 * @throws Invalid at `coupon_code` with code `coupon_not_found`, `coupon_already_used` or
 *   `coupon_not_applicable`.
 */
export function applyCoupon(domain: DomainContext, game: Game, orderId: string, code: string): Order {
  return inTransaction(domain, (tx) => {
    const order = changeableOrder(tx, game, orderId);
    if (order.couponsEnabled === false) {
      throw refuseCoupon('coupon_code', notApplicable('This order takes no coupons.'));
    }
    return putOrder(tx, withCoupon(tx, order, code));
  });
}

/**
 * Removes the coupon of an order, if it has one.
 *
 * @throws NotFound
 * @throws Conflict when the order can't be paid now.
 */
export function removeCoupon(domain: DomainContext, game: Game, orderId: string): Order {
  return inTransaction(domain, (tx) => {
    const order = changeableOrder(tx, game, orderId);
    return order.coupon ? putOrder(tx, withoutCoupon(order)) : order;
  });
}

function changeableOrder(tx: Tx, game: Game, orderId: string): Order {
  const order = getOrder(tx.tables, game.id, orderId);
  if (isPayable(order, tx.now)) return order;
  throw new Conflict(`Order ${order.id} can't be paid now, so its coupon can't be changed.`);
}

function putOrder(tx: Tx, order: Order): Order {
  const changed = { ...order, modifiedAt: tx.now };
  tx.tables.orders.put(changed);
  return changed;
}
