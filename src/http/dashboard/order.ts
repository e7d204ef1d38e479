import type { Rules } from '../../domain/model/context.ts';
import type { AppliedCoupon } from '../../domain/model/coupon.ts';
import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { lacksWebhook } from '../../domain/orders/platform-orders.ts';
import { feesOf, includedTax, revenueUsd } from '../../domain/money/fees.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { isExpired, isOpen, isPayable, possibleActions } from '../../domain/orders/states.ts';
import { orderPath } from '../server/page-paths.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { amountText, momentAt } from './formats.ts';
import { paymentLine } from './orders.ts';
import { grantingBadge, orderBadge } from './status-text.ts';
import { failuresOf } from './order-failures.ts';
import { phoneLink } from './phone-link.ts';
import { sequenceOf } from './sequence.ts';
import { payButtons } from './pay-buttons.ts';

/** Everything about one order, and what can be done with it. */
export const orderPage = dashboardPage({
  method: 'GET',
  path: '/orders/:id',
  run: (context, { params: { id } }) => {
    const { tables, game, now, root, problem } = context;
    const order = getOrder(tables, game.id, id);
    const actions = possibleActions(order, now);
    return {
      view: 'order',
      title: `Order ${order.id}`,
      section: 'transactions',
      state: `${order.status} ${order.granting} ${isExpired(order, now) ? 'expired' : ''}`,
      model: {
        ...summary(context, order),
        checkoutHref: orderPath(order.id),
        phone: phoneLink(context, orderPath(order.id)),
        payments: tables.payments.by('order', order.id).map((payment) => paymentDetails(context, payment)),
        failures: failuresOf(context, order),
        sequence: sequenceOf(context, order),
        pay: isPayable(order, now) ? payButtons(order) : null,
        deliveriesHref: `${root}/deliveries?order_id=${order.id}`,
        can: Object.fromEntries(actions.map((action) => [action, true])),
        hasActions: actions.length > 0 || isPayable(order, now),
        actionRoot: `${root}/orders/${order.id}`,
        reason: problem ? problem.submitted.text('reason') : 'Requested by the player',
      },
    };
  },
});

function summary(context: DashboardContext, order: Order) {
  const { now, domain } = context;
  return {
    id: order.id,
    status: orderBadge(order, now),
    granting: grantingBadge(context.tables, order),
    newWebhook: lacksWebhook(domain, order) ? `${context.root}/webhooks/new` : null,
    amount: amountText(order.amount, order.currency),
    sums: [...sumsOf(order), ...includedIn(order, domain.rules)],
    items: order.items.map((item) => ({
      name: item.name,
      sku: item.sku,
      quantity: item.quantity.toLocaleString('en'),
      price: item.price ? amountText(item.price, item.currency) : (GIFTS[item.source] ?? 'free'),
      contents: (item.nestedItems ?? [])
        .map((part) => `${part.quantity.toLocaleString('en')} × ${part.name}`)
        .join(', '),
    })),
    facts: factsOf(context, order),
    created: momentAt(order.createdAt, now),
    expires: isOpen(order) ? momentAt(order.expiresAt, now) : null,
    hasExpired: order.expiresAt <= now,
    metadata: Object.entries(order.metadata ?? {}).map(([name, value]) => ({ name, value })),
  };
}

/** The lines below the items: the total, and what makes it differ from the sum of their prices. */
function sumsOf({ amount, amountBeforeDiscount: before, discountPercent, coupon, currency }: Order) {
  const off = before - amount - (coupon?.discount ?? 0);
  const total = { label: 'Total', value: amountText(amount, currency) };
  if (off === 0 && !coupon) return [total];
  return [
    { label: 'Sum', value: amountText(before, currency) },
    ...(off > 0 ? [{ label: `Discount ${discountPercent} %`, value: amountText(-off, currency) }] : []),
    ...(coupon
      ? [{ label: `Coupon ${coupon.code} (${couponKind(coupon)})`, value: couponEffect(coupon, currency) }]
      : []),
    total,
  ];
}

/** What is part of the amount: tax, and the fees that the game is charged. */
function includedIn(order: Order, rules: Rules) {
  const { taxPercent, paymentFeePercent, aghanimFeePercent } = rules;
  const { payment_system_fee_usd: payment, aghanim_fee_usd: aghanim } = feesOf(order, rules);
  const tax = includedTax(order.amount, taxPercent);
  return [
    ...(taxPercent > 0
      ? [{ label: `Includes ${taxPercent} % tax`, value: amountText(tax, order.currency) }]
      : []),
    ...(order.paidAt !== null && payment + aghanim > 0
      ? [
          { label: `Payment fee ${paymentFeePercent} %`, value: amountText(-payment, 'USD') },
          { label: `Aghanim fee ${aghanimFeePercent} %`, value: amountText(-aghanim, 'USD') },
          { label: 'Revenue of the game', value: amountText(revenueUsd(order, rules), 'USD') },
        ]
      : []),
  ];
}

/** What an item without a price is, where it did not come with the order itself. */
const GIFTS: Readonly<Partial<Record<Order['items'][number]['source'], string>>> = {
  bonus: 'bonus',
  coupon: 'from the coupon',
  free_item: 'from the coupon',
};

function couponKind({ type, discountPercent, bonusPercent, bonusFixed, creator }: AppliedCoupon): string {
  if (type === 'non_benefit') return creator ? `attributes the order to ${creator.name}` : 'no benefit';
  if (type === 'discount') return `${discountPercent ?? 0} % off`;
  if (type === 'discount_fixed') return 'a fixed amount off';
  if (type === 'free_item') return 'free items';
  if (bonusPercent !== null) return `${bonusPercent} % more of each item`;
  return `${bonusFixed ?? 0} more of each item`;
}

function couponEffect({ discount, addedItems }: AppliedCoupon, currency: string): string {
  if (discount > 0) return amountText(-discount, currency);
  return addedItems === 0 ? 'no effect' : `${addedItems} more ${addedItems === 1 ? 'item' : 'items'}`;
}

/** What is known of the order besides; what is not known is left out. */
function factsOf({ tables, game, domain, root }: DashboardContext, order: Order) {
  const name = order.playerInfo?.name ?? tables.players.get(`${game.id}:${order.playerId}`)?.info.name;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Payment platform', domain.platforms.of(order).title],
    ['Player', order.playerId],
    ['Name', name],
    ['Email', order.email],
    ['Country', order.country && `${order.country}${order.countryLocked ? ' (locked)' : ''}`],
    ['Receipt number', receiptsOf(tables, order)],
    ['Locale', order.locale],
    ['Platform', order.platform],
    ['Back to game', order.backToGameUrl],
    ['Back to store', order.backToStoreUrl],
    ['Handled by client', order.handledByClient ? 'yes: the game said so over the API' : null],
  ];
  return facts.flatMap(([label, value]) => {
    const href = label === 'Player' ? `${root}/players/${encodeURIComponent(order.playerId)}` : null;
    return value ? [{ label, value, href }] : [];
  });
}

/** That of the order and of each further attempt to pay it. */
function receiptsOf(tables: DashboardContext['tables'], { id, receiptNumber }: Order): string {
  const further = tables.payments.by('order', id).map((payment) => payment.receiptNumber ?? receiptNumber);
  return [...new Set([receiptNumber, ...further])].join(', ');
}

const THREE_DS: Readonly<Record<Payment['threeDs'], string>> = {
  none: '',
  pending: '3-D Secure: waiting for the player',
  authenticated: '3-D Secure: authenticated',
  failed: '3-D Secure: failed',
};

function paymentDetails({ now }: DashboardContext, payment: Payment) {
  const notes = [
    THREE_DS[payment.threeDs],
    payment.refundReason === null ? '' : `Refund: ${payment.refundReason}`,
    payment.disputeReason === null ? '' : `Dispute: ${payment.disputeReason}`,
  ];
  return {
    ...paymentLine(payment),
    amount: amountText(payment.amount, payment.currency),
    country: payment.country,
    notes: notes.filter((note) => note !== ''),
    created: momentAt(payment.createdAt, now),
    changed: momentAt(payment.statusUpdatedAt, now),
  };
}
