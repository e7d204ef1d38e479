import { appliedCoupons } from '../../domain/bodies/coupon.ts';
import { orderItemRead } from '../../domain/bodies/item.ts';
import { seconds } from '../../domain/bodies/time.ts';
import type { Order } from '../../domain/model/order.ts';
import { checkoutUrl } from '../base-url.ts';

/** `OrderRead` of the published specification: what is unset is absent, not null, as `undefined` is not written. */
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
