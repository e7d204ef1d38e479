import { feesOf, revenueUsd } from '../money/fees.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { Player } from '../model/player.ts';
import { minorDigits, toUsdCents } from '../money/money.ts';
import type { Rules } from '../model/context.ts';
import { appliedCoupons } from './coupon.ts';
import { itemRead } from './item.ts';
import { seconds } from './time.ts';

/** `event_data` of the `payment.*` events: what the API reads, with the id under the name of the guides too. */
export function paymentData(payment: Payment, order: Order, player: Player | undefined, rules: Rules) {
  return { id: payment.id, ...paymentRead(payment, order, player, rules) };
}

/** `PaymentRead` of the published specification. Fields without a value are absent: JSON leaves `undefined` out. */
export function paymentRead(payment: Payment, order: Order, player: Player | undefined, rules: Rules) {
  const [item] = order.items;
  const receiptNumber = payment.receiptNumber ?? order.receiptNumber;
  return {
    payment_id: payment.id,
    order_id: payment.orderId,
    user_id: payment.userId,
    player_id: payment.playerId,
    player_name: player?.info.name,
    status: payment.status,
    payment_method_name: payment.method ?? 'none',
    sales_channel: 'checkout',
    currency: payment.currency,
    currency_minor_unit: minorDigits(payment.currency),
    total: payment.amount,
    user_local_price: order.amountBeforeDiscount,
    country: payment.country,
    payment_number: receiptNumber,
    receipt_number: receiptNumber,
    item_id: item?.id,
    item_name: item?.name,
    items: order.items.map(itemRead),
    ...usdFigures(payment, order, rules),
    ...cardFields(payment),
    ...failureFields(payment),
    refund_reason: payment.refundReason ?? undefined,
    ip: payment.ip ?? undefined,
    platform: order.platform ?? undefined,
    coupons: appliedCoupons(order),
    metadata: order.metadata ?? {},
    created_at: seconds(payment.createdAt),
    modified_at: seconds(payment.modifiedAt),
    status_updated_at: seconds(payment.statusUpdatedAt),
  };
}

function usdFigures(payment: Payment, order: Order, rules: Rules) {
  const fees = feesOf(order, rules);
  return {
    total_usd: toUsdCents(payment.amount, payment.currency) / 100,
    total_usd_revenue: revenueUsd(order, rules) / 100,
    fees: [
      { name: 'payment_system_fee', amount_usd: fees.payment_system_fee_usd / 100 },
      { name: 'aghanim_fee', amount_usd: fees.aghanim_fee_usd / 100 },
    ],
    taxes: fees.taxes_usd === 0 ? [] : [{ name: 'sales_tax', amount_usd: fees.taxes_usd / 100 }],
  };
}

function cardFields(payment: Payment) {
  if (payment.method !== 'card') return {};
  return {
    card_last_4_digits: payment.cardLast4 ?? undefined,
    card_scheme: payment.cardScheme ?? undefined,
    three_d_secure_flow: payment.threeDs === 'none' ? ('none' as const) : ('challenge' as const),
    three_d_secure_result: threeDsResult(payment.threeDs),
  };
}

function threeDsResult(threeDs: Payment['threeDs']): 'authenticated' | 'failed' | 'not_attempted' {
  return threeDs === 'authenticated' || threeDs === 'failed' ? threeDs : 'not_attempted';
}

function failureFields(payment: Payment) {
  if (payment.decline === null) return {};
  return { fail_reason: payment.decline.message, fail_reason_code: payment.decline.code };
}

/** `event_data` of `fraud.reported`. */
export function fraudData(id: string, order: Order, payment: Payment, now: number) {
  return {
    id,
    player_id: order.playerId,
    order_id: order.id,
    payment_id: payment.id,
    fraud_type: 'card_stolen',
    amount: payment.amount,
    currency: payment.currency,
    payment_method: payment.method === 'card' ? 'cards' : null,
    reported_at: seconds(now),
  };
}
