import { feesOf, revenueUsd } from '../money/fees.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { Player } from '../model/player.ts';
import { toUsdCents } from '../money/rates.ts';
import type { Rules } from '../model/context.ts';
import { seconds } from './time.ts';

/** `context.order` of every event that concerns an order; `payment` is its latest, if there is one. */
export function orderContext(order: Order, payment: Payment | undefined, rules: Rules) {
  return {
    id: order.id,
    receipt_number: order.receiptNumber,
    amount: order.amount,
    amount_before_discount: order.amountBeforeDiscount,
    payment_amount: payment?.amount ?? order.amount,
    currency: order.currency,
    payment_method: payment?.method ?? null,
    country: payment?.country ?? order.country,
    payment_amount_usd: toUsdCents(order.amount, order.currency) / 100,
    revenue_usd: revenueUsd(order, rules),
    fees: feesOf(order, rules),
    status: order.status,
    sales_channel: 'checkout',
    eligible_for_reward_points: order.eligibleForRewardPoints ?? 0,
    eligible_for_loyalty_points: order.eligibleForLoyaltyPoints ?? 0,
    created_at: seconds(order.createdAt),
    paid_at: order.paidAt === null ? null : seconds(order.paidAt),
    creator: null,
    metadata: order.metadata,
  };
}

/** `context.player`, for webhooks that have the player context switched on. */
export function playerContext(player: Player) {
  return {
    player_id: player.playerId,
    player: {
      player_id: player.playerId,
      name: player.info.name ?? null,
      avatar_url: player.info.avatar_url ?? null,
      email: player.email,
      country: player.country,
    },
    attributes: player.info.attributes ?? {},
    custom_attributes: player.info.custom_attributes ?? {},
  };
}
