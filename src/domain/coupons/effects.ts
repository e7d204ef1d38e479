import { currentBalance, notApplicable, refuseCoupon, usableCoupon } from './rules.ts';
import { contentsOf, textsIn } from '../catalogue/item-contents.ts';
import type { Locale } from '../model/game.ts';
import type { ItemSource } from '../model/item.ts';
import type { AppliedCoupon, AttributedCreator, Coupon } from '../model/coupon.ts';
import type { Order, OrderItem } from '../model/order.ts';
import { convert, lessPercent, toUsdCents } from '../money/money.ts';
import type { Tx } from '../model/context.ts';

const FIELD = 'coupon_code';

/**
 * The order with this coupon instead of any other: its amount is lowered or items are added. Nothing is stored.
 *
 * @throws Invalid at `coupon_code` when the player or the order can't use it.
 */
export function withCoupon(tx: Tx, order: Order, code: string): Order {
  const { gameId, playerId, currency, locale } = order;
  const coupon = usableCoupon(tx, gameId, playerId, code, FIELD);
  const bare = withoutCoupon(order);
  const lines = applicableLines(coupon, bare);
  refuseUnfit(coupon, bare, lines);
  const effect = effectOf(tx, coupon, bare, lines);
  const added = [...bonusLines(coupon, lines), ...freeLines(tx, coupon, 'coupon', currency, locale)];
  return {
    ...bare,
    amount: bare.amount - effect.discount,
    items: [...bare.items, ...added],
    coupon: { ...marksOf(coupon), ...effect, addedItems: added.length, creator: creatorOf(tx, coupon) },
  };
}

/** The order without its coupon. Nothing is stored. */
export function withoutCoupon(order: Order): Order {
  if (!order.coupon) return order;
  const { addedItems, discount } = order.coupon;
  return {
    ...order,
    amount: order.amount + discount,
    items: order.items.slice(0, order.items.length - addedItems),
    coupon: null,
  };
}

function creatorOf(tx: Tx, { gameId, creatorProgram }: Coupon): AttributedCreator | null {
  const creator = creatorProgram && tx.tables.creators.get(creatorProgram.creator_id);
  if (creator?.gameId !== gameId) return null;
  return { id: creator.id, name: creator.name, reward: creatorProgram?.reward ?? 0 };
}

function marksOf(coupon: Coupon) {
  const { id: couponId, code, name, type, discountPercent, bonusPercent, bonusFixed } = coupon;
  return { couponId, code, name, type, discountPercent, bonusPercent, bonusFixed };
}

function applicableLines(coupon: Coupon, order: Order): readonly OrderItem[] {
  const ids = coupon.applicableItemIds;
  return ids?.length ? order.items.filter((item) => ids.includes(item.id)) : order.items;
}

const ORDER_TYPES: readonly string[] = ['discount', 'discount_fixed', 'bonus', 'non_benefit'];

/** @throws Invalid when the coupon is not for orders, or not for this one. */
function refuseUnfit(coupon: Coupon, order: Order, lines: readonly OrderItem[]): void {
  const problem = misfit(coupon, order, lines);
  const name = `Coupon ${JSON.stringify(coupon.code)}`;
  if (problem !== null) throw refuseCoupon(FIELD, notApplicable(`${name} ${problem}`));
}

function misfit(coupon: Coupon, order: Order, lines: readonly OrderItem[]): string | null {
  if (coupon.type === 'free_item') return 'is a free-item code: it is redeemed by itself, not with an order.';
  if (!ORDER_TYPES.includes(coupon.type)) {
    return `has the type ${coupon.type}, which the emulator can't use on orders.`;
  }
  if (lines.length === 0) return 'applies to none of the items of this order.';
  if (toUsdCents(order.amount, order.currency) < (coupon.minAmount ?? 0)) {
    return `needs an order of at least ${coupon.minAmount ?? 0} US cents.`;
  }
  return null;
}

type Effect = Pick<AppliedCoupon, 'discount' | 'spentUsd'>;

function effectOf(tx: Tx, coupon: Coupon, order: Order, lines: readonly OrderItem[]): Effect {
  const eligible = eligibleAmount(order, lines);
  if (coupon.type === 'discount') {
    return { discount: eligible - lessPercent(eligible, coupon.discountPercent ?? 0), spentUsd: 0 };
  }
  const balance = currentBalance(tx.tables, coupon);
  if (balance === null) return { discount: 0, spentUsd: 0 };
  const discount = Math.min(eligible, convert(balance, 'USD', order.currency));
  return { discount, spentUsd: Math.min(balance, toUsdCents(discount, order.currency)) };
}

/** The part of the order's amount that a coupon may lower: the items' prices after the order's own discount. */
function eligibleAmount(order: Order, lines: readonly OrderItem[]): number {
  if (lines.length === order.items.length) return order.amount;
  const prices = lines.reduce((sum, item) => sum + (item.price ?? 0), 0);
  return Math.min(order.amount, lessPercent(prices, order.discountPercent));
}

/** A bonus is more of the same items, rounded down. A bonus of zero adds no line. */
function bonusLines(coupon: Coupon, lines: readonly OrderItem[]): OrderItem[] {
  if (coupon.type !== 'bonus') return [];
  const { bonusPercent, bonusFixed } = coupon;
  return lines
    .map((item): OrderItem => {
      const quantity = Math.floor((item.quantity * (bonusPercent ?? 0)) / 100) + (bonusFixed ?? 0);
      return { ...item, quantity, price: null, source: 'bonus' };
    })
    .filter((item) => item.quantity > 0);
}

/**
 * The coupon's free items as lines without a price; those that were deleted from the catalogue are left out.
 *
 * @param currency of the order; without an order each item keeps its own.
 */
export function freeLines(
  tx: Pick<Tx, 'tables'>,
  coupon: Coupon,
  source: ItemSource,
  currency: string | null = null,
  locale: Locale | null = null,
): OrderItem[] {
  return (coupon.freeItems ?? []).flatMap(({ itemId, quantity }) => {
    const item = tx.tables.items.get(itemId);
    if (item?.gameId !== coupon.gameId) return [];
    return [
      {
        id: item.id,
        sku: item.sku,
        ...textsIn(item, locale),
        imageUrl: item.imageUrl,
        quantity,
        price: null,
        currency: currency ?? item.currency ?? 'USD',
        isSystem: item.isSystem,
        ...contentsOf(tx.tables, item, locale),
        source,
        selectedPlanKey: null,
      },
    ];
  });
}
