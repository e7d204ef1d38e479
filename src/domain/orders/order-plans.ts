import { withCoupon, withoutCoupon } from '../coupons/effects.ts';
import { type DomainContext, inTransaction, type Tx } from '../model/context.ts';
import { Conflict, invalidField } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Order, OrderItem } from '../model/order.ts';
import type { SubscriptionPlan } from '../model/subscription.ts';
import type { ReadTables } from '../model/tables.ts';
import { convert, lessPercent } from '../money/money.ts';
import { firstPrice, planWithOffer } from '../subscriptions/offers.ts';
import { beginsWithTrial, planPrice, plansOf } from '../subscriptions/plans.ts';
import { getOrder } from './orders.ts';
import { marketFor } from './pricing.ts';
import { isPayable } from './states.ts';

/** A plan that a player can choose for an item of an order, with its price in the order's currency. */
export interface OfferedPlan {
  readonly plan: SubscriptionPlan;
  /** What a period costs, in minor units. */
  readonly price: number;
  /** What the first one costs without a trial. */
  readonly firstPrice: number;
  readonly isTrial: boolean;
}

/** The plans of an item of the order; empty if there is nothing to choose. */
export function plansFor(
  tables: ReadTables,
  order: Order,
  item: OrderItem,
  defaultCountry: string,
): readonly OfferedPlan[] {
  const known = tables.items.get(item.id);
  if (!known || item.subscription?.renews !== null) return [];
  const market = marketFor(order.country ?? defaultCountry, order.platform);
  return plansOf(known).flatMap((listed) => {
    const plan = planWithOffer(tables, order.gameId, order.playerId, item.sku, listed);
    const price = planPrice(tables, known, plan, market);
    if (!price) return [];
    const amount = convert(price.amount, price.currency, order.currency);
    const isTrial = beginsWithTrial(tables, order.gameId, order.playerId, item.sku, plan);
    return [{ plan, price: amount, firstPrice: firstPrice(plan, amount), isTrial }];
  });
}

/**
 * Chooses another plan for a subscription in an order that is not paid yet, whose amount changes with it. A coupon of
 * the order is applied again. Publishes no event.
 *
 * @param index which item of the order
 * @throws NotFound
 * @throws Conflict when the order can't be paid now.
 * @throws Invalid at `plan_key` when the item has no such plan, and at `coupon_code` when the coupon no longer fits.
 */
export function changePlan(
  domain: DomainContext,
  game: Game,
  orderId: string,
  index: number,
  key: string,
): Order {
  return inTransaction(domain, (tx) => {
    const order = getOrder(tx.tables, game.id, orderId);
    if (!isPayable(order, tx.now)) {
      throw new Conflict(`Order ${order.id} can't be paid now, so its plan can't be changed.`);
    }
    const item = order.items[index];
    const plans = item ? plansFor(tx.tables, order, item, tx.rules.defaultCountry) : [];
    const chosen = plans.find(({ plan }) => plan.key === key);
    if (!item || !chosen) {
      throw invalidField(['plan_key'], 'unknown_plan', 'This plan is not available.');
    }
    return reprice(tx, order, index, planned(item, chosen));
  });
}

function planned(item: OrderItem, { plan, price, firstPrice: first, isTrial }: OfferedPlan): OrderItem {
  return {
    ...item,
    price: isTrial ? 0 : first,
    selectedPlanKey: plan.key,
    subscription: { plan, isTrial, renewalPrice: price, renews: null },
  };
}

function reprice(tx: Tx, order: Order, index: number, item: OrderItem): Order {
  const bare = withoutCoupon(order);
  const items = bare.items.map((one, at) => (at === index ? item : one));
  const total = items.reduce((sum, { price }) => sum + (price ?? 0), 0);
  const plain = {
    ...bare,
    items,
    amount: lessPercent(total, order.discountPercent),
    amountBeforeDiscount: total,
    modifiedAt: tx.now,
  };
  const changed = order.coupon ? withCoupon(tx, plain, order.coupon.code) : plain;
  tx.tables.orders.put(changed);
  return changed;
}
