import type { Rules } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { Player } from '../model/player.ts';
import { feesOf, revenueUsd } from '../money/fees.ts';
import { toUsdCents } from '../money/money.ts';
import { appliedCoupons } from './coupon.ts';
import { orderedItem, orderItemRead } from './item.ts';
import { seconds } from './time.ts';

/** `event_data` of the `order.*` events; `payment` is the order's latest. */
export function orderData(
  order: Order,
  game: Game,
  player: Player | undefined,
  payment: Payment | undefined,
  rules: Rules,
) {
  return {
    id: order.id,
    company_id: game.companyId,
    game_id: game.id,
    amount: order.amount,
    country: order.country ?? player?.country ?? rules.defaultCountry,
    created_at: seconds(order.createdAt),
    modified_at: seconds(order.modifiedAt),
    currency: order.currency,
    payment_currency: payment?.currency,
    items: order.items.map(orderedItem),
    player_id: order.playerId,
    receipt_number: order.receiptNumber,
    status: order.status,
    user_id: order.userId,
    ...paidFields(order, rules),
  };
}

function paidFields(order: Order, rules: Rules) {
  if (order.paidAt === null) return undefined;
  return {
    revenue_usd: revenueUsd(order, rules),
    fees: feesOf(order, rules),
    paid_at: seconds(order.paidAt),
  };
}

/** `context.order` of every event that concerns an order; `payment` is its latest. */
export function orderContext(order: Order, payment: Payment | undefined, rules: Rules) {
  return {
    id: order.id,
    receipt_number: order.receiptNumber,
    amount: order.amount,
    amount_before_discount: order.amountBeforeDiscount,
    payment_amount: payment?.amount ?? order.amount,
    currency: order.currency,
    payment_method: payment?.method ?? null,
    country: payment?.cardCountry ?? payment?.country ?? order.country,
    payment_amount_usd: toUsdCents(order.amount, order.currency) / 100,
    revenue_usd: revenueUsd(order, rules),
    fees: feesOf(order, rules),
    status: order.status,
    sales_channel: 'checkout',
    eligible_for_reward_points: order.eligibleForRewardPoints ?? 0,
    eligible_for_loyalty_points: order.eligibleForLoyaltyPoints ?? 0,
    created_at: seconds(order.createdAt),
    paid_at: order.paidAt === null ? null : seconds(order.paidAt),
    creator: attributedCreator(order),
    metadata: order.metadata,
  };
}

function attributedCreator({ coupon }: Order) {
  if (!coupon?.creator) return null;
  return { id: coupon.creator.id, name: coupon.creator.name, coupon_code: coupon.code };
}

/** `OrderRead` of the published specification. Fields without a value are absent: JSON leaves `undefined` out. */
export function orderRead(order: Order, base: string) {
  return {
    id: order.id,
    receipt_number: order.receiptNumber,
    amount: order.amount,
    amount_before_discount: order.amountBeforeDiscount,
    currency: order.currency,
    player_id: order.playerId,
    email: order.email ?? undefined,
    player_info: order.playerInfo ?? undefined,
    items: order.items.map(orderItemRead),
    status: order.status,
    created_at: seconds(order.createdAt),
    paid_at: order.paidAt === null ? undefined : seconds(order.paidAt),
    metadata: order.metadata ?? undefined,
    expires_at: seconds(order.expiresAt),
    checkout_url: checkoutUrl(base, order.id),
    coupons: appliedCoupons(order),
    redirect_settings: order.redirectSettings ?? undefined,
    ui_settings: order.uiSettings ?? undefined,
    coupons_enabled: order.couponsEnabled ?? undefined,
    eligible_for_reward_points: order.eligibleForRewardPoints ?? undefined,
    eligible_for_loyalty_points: order.eligibleForLoyaltyPoints ?? undefined,
  };
}

/** Where the player pays the order; `base` is an origin without a slash at its end. */
export function checkoutUrl(base: string, orderId: string): string {
  return `${base}/order/${orderId}`;
}
