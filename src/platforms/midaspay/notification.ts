import type { NotificationType } from '../../domain/model/event.ts';
import type { Order, OrderItem } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { includedTax } from '../../domain/money/fees.ts';
import { decimalOf, rateOf } from './money.ts';
import { detailsOf } from './order-details.ts';

const ORDER_STATUSES = { OrderPaid: 'Paid', OrderCancelled: 'Cancelled' } as const;

/** What the figures of a notification depend on beside order and payment. */
export interface Billing {
  readonly merchantId: string;
  /** Percent; the amount includes it. */
  readonly taxPercent: number;
}

/** The body of a notification. All money is a decimal string in major units. */
export function notificationBody(
  type: NotificationType,
  order: Order,
  payment: Payment,
  { merchantId, taxPercent }: Billing,
) {
  const { projectId, externalId, customParameters } = detailsOf(order);
  const { currency } = payment;
  const amount = decimalOf(payment.amount, currency);
  const tax = includedTax(payment.amount, taxPercent);
  return {
    notification_type: type,
    items: order.items.map(itemBody),
    order: {
      id: order.id,
      currency,
      amount,
      status: ORDER_STATUSES[type],
      invoice_id: order.receiptNumber,
    },
    user: { external_id: order.playerId, email: payment.email ?? order.email ?? '' },
    billing: {
      settings: { merchant_id: merchantId, project_id: projectId },
      purchase: { total: { currency, amount } },
      transaction: {
        id: payment.id,
        external_id: externalId,
        payment_date: new Date(order.paidAt ?? payment.createdAt).toISOString(),
        payment_method: payment.method ?? 'none',
        payment_method_name: payment.cardScheme ?? 'None',
        payment_method_order_id: payment.transactionId,
      },
      payment_details: {
        payment: { amount, currency },
        net_amount: decimalOf(payment.amount - tax, currency),
        vat_amount: decimalOf(tax, currency),
        ...discountBody(order),
      },
    },
    custom_parameters: customParameters,
  };
}

/** The price of an order's line is that of the whole line, `amount` that of one unit. */
function itemBody({ sku, quantity, price, currency }: OrderItem) {
  return { sku, quantity, amount: decimalOf((price ?? 0) / quantity, currency) };
}

/** A coupon of the checkout page is the only discount there is. */
function discountBody({ coupon, currency, amountBeforeDiscount }: Order) {
  if (coupon === null || coupon.discount === 0) return undefined;
  const percent = coupon.discountPercent ?? (100 * coupon.discount) / amountBeforeDiscount;
  return {
    discount: {
      discount_id: coupon.couponId,
      discount_code: coupon.code,
      discount_amount: decimalOf(coupon.discount, currency),
      discount_rate: rateOf(percent),
    },
  };
}
