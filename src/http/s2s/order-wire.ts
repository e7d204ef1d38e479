import { appliedCoupons } from '../../domain/bodies/coupon.ts';
import { orderItemRead } from '../../domain/bodies/item.ts';
import { seconds } from '../../domain/bodies/time.ts';
import type { Order } from '../../domain/model/order.ts';
import { checkoutUrl } from '../base-url.ts';

/** `OrderRead` of the published specification: what is unset is absent, not null. */
export function orderRead(order: Order, base: string) {
  return {
    id: order.id,
    receipt_number: order.receiptNumber,
    amount: order.amount,
    amount_before_discount: order.amountBeforeDiscount,
    currency: order.currency,
    player_id: order.playerId,
    ...(order.email !== null && { email: order.email }),
    ...(order.playerInfo !== null && { player_info: order.playerInfo }),
    items: order.items.map(orderItemRead),
    status: order.status,
    created_at: seconds(order.createdAt),
    ...(order.paidAt !== null && { paid_at: seconds(order.paidAt) }),
    ...(order.metadata !== null && { metadata: order.metadata }),
    expires_at: seconds(order.expiresAt),
    checkout_url: checkoutUrl(base, order.id),
    ...appliedCoupons(order),
    ...settings(order),
  };
}

function settings(order: Order) {
  return {
    ...(order.redirectSettings !== null && { redirect_settings: order.redirectSettings }),
    ...(order.uiSettings !== null && { ui_settings: order.uiSettings }),
    ...(order.couponsEnabled !== null && { coupons_enabled: order.couponsEnabled }),
    ...(order.eligibleForRewardPoints !== null && {
      eligible_for_reward_points: order.eligibleForRewardPoints,
    }),
    ...(order.eligibleForLoyaltyPoints !== null && {
      eligible_for_loyalty_points: order.eligibleForLoyaltyPoints,
    }),
  };
}
