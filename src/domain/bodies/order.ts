import { feesOf, revenueUsd } from '../fees.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Rules } from '../world.ts';
import { orderItemRead } from './item.ts';
import { seconds } from './time.ts';

/** `event_data` of the `order.*` events. */
export function orderData(order: Order, game: Game, rules: Rules) {
  return {
    id: order.id,
    company_id: game.companyId,
    game_id: game.id,
    amount: order.amount,
    country: order.country,
    created_at: seconds(order.createdAt),
    modified_at: seconds(order.modifiedAt),
    currency: order.currency,
    items: order.items.map(orderItemRead),
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
