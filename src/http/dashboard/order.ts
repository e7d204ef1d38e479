import * as z from 'zod';
import type { AppliedCoupon } from '../../domain/model/coupon.ts';
import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { expireOrder, getOrder } from '../../domain/orders/orders.ts';
import { isExpired, isOpen, type ManualAction, possibleActions } from '../../domain/orders/states.ts';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  winDispute,
} from '../../domain/payments/disputes.ts';
import { refundOrder } from '../../domain/payments/refunds.ts';
import { updateFees } from '../../domain/payments/fee-updates.ts';
import { RESOLUTIONS, resolvePayment, stopPayment } from '../../domain/payments/outcomes.ts';
import { leaveWithoutPaying } from '../../domain/payments/payments.ts';
import { orderPath } from '../server/page-paths.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { amountText, momentAt } from './formats.ts';
import { redirectTo } from './layout.ts';
import { paymentLine } from './orders.ts';
import { grantingBadge, grantingWords, orderBadge } from './status-text.ts';
import { timelineOf } from './timeline.ts';

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
      state: `${order.status} ${isExpired(order, now) ? 'expired' : ''}`,
      model: {
        ...summary(context, order),
        checkoutHref: orderPath(order.id),
        payments: tables.payments.by('order', order.id).map((payment) => paymentDetails(context, payment)),
        timeline: timelineOf(context, order),
        deliveriesHref: `${root}/deliveries?order_id=${order.id}`,
        can: Object.fromEntries(actions.map((action) => [action, true])),
        hasActions: actions.length > 0,
        actionRoot: `${root}/orders/${order.id}`,
        reason: problem ? problem.submitted.text('reason') : 'Requested by the player',
      },
    };
  },
});

function summary(context: DashboardContext, order: Order) {
  const { now, domain } = context;
  const platform = domain.platforms.of(order);
  return {
    id: order.id,
    status: orderBadge(order, now),
    granting: grantingBadge(context.tables, order),
    platform: platform.title,
    notice: platform.notice(order),
    grantingWords: grantingWords(order, platform),
    newWebhook: order.status === 'paid' && order.granting === 'none' ? `${context.root}/webhooks/new` : null,
    amount: amountText(order.amount, order.currency),
    sums: sumsOf(order),
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

/** The lines below the items, where the total is not the sum of their prices or a coupon has another effect. */
function sumsOf({ amount, amountBeforeDiscount: before, discountPercent, coupon, currency }: Order) {
  const off = before - amount - (coupon?.discount ?? 0);
  if (off === 0 && !coupon) return [];
  return [
    { label: 'Sum', value: amountText(before, currency) },
    ...(off > 0 ? [{ label: `Discount ${discountPercent} %`, value: amountText(-off, currency) }] : []),
    ...(coupon
      ? [{ label: `Coupon ${coupon.code} (${couponKind(coupon)})`, value: couponEffect(coupon, currency) }]
      : []),
    { label: 'Total', value: amountText(amount, currency) },
  ];
}

/** What an item without a price is, where it did not come with the order itself. */
const GIFTS: Readonly<Partial<Record<Order['items'][number]['source'], string>>> = {
  bonus: 'bonus',
  coupon: 'from the coupon',
  free_item: 'from the coupon',
};

function couponKind({ type, discountPercent, bonusPercent, bonusFixed }: AppliedCoupon): string {
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
function factsOf({ tables, game, domain }: DashboardContext, order: Order) {
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
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
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

interface OrderActionSpec<Form extends z.ZodObject> {
  readonly message: Parameters<typeof redirectTo>[1];
  readonly form?: Form;
  readonly run: (context: DashboardContext, orderId: string, form: z.output<Form>) => unknown;
}

function orderAction<Form extends z.ZodObject>(action: ManualAction, spec: OrderActionSpec<Form>) {
  return dashboardPage({
    method: 'POST',
    path: `/orders/:id/${action}`,
    ...(spec.form && { form: spec.form }),
    again: orderPage,
    run: (context, { params: { id }, form }) => {
      spec.run(context, id, form);
      return redirectTo(`${context.root}/orders/${id}`, spec.message);
    },
  });
}

const reasonSchema = z.object({ reason: z.string().min(1).max(500) });

/** The forms of an order's page, each one use case. */
export const ORDER_ACTIONS = [
  orderAction('refund', {
    message: 'refunded',
    form: reasonSchema,
    run: ({ domain, game }, id, { reason }) => refundOrder(domain, game, id, { reason, requestId: null }),
  }),
  orderAction('dispute', {
    message: 'disputed',
    form: reasonSchema,
    run: ({ domain, game }, id, { reason }) => openDispute(domain, game, id, reason),
  }),
  orderAction('resolve', {
    message: 'resolved',
    form: z.object({ outcome: z.enum(RESOLUTIONS) }),
    run: ({ domain, game }, id, { outcome }) => resolvePayment(domain, game, id, outcome),
  }),
  orderAction('abandon', {
    message: 'abandoned',
    run: ({ domain, game }, id) => leaveWithoutPaying(domain, game, id),
  }),
  orderAction('cancel', {
    message: 'payment-canceled',
    run: ({ domain, game }, id) => leaveWithoutPaying(domain, game, id, 'cancel'),
  }),
  orderAction('reject', {
    message: 'payment-rejected',
    run: ({ domain, game }, id) => leaveWithoutPaying(domain, game, id, 'reject'),
  }),
  orderAction('void', {
    message: 'payment-voided',
    run: ({ domain, game }, id) => stopPayment(domain, game, id, 'void'),
  }),
  orderAction('update-fees', {
    message: 'fees-updated',
    run: ({ domain, game }, id) => updateFees(domain, game, id),
  }),
  orderAction('chargeback', {
    message: 'charged-back',
    run: ({ domain, game }, id) => chargeBack(domain, game, id),
  }),
  orderAction('dispute-won', {
    message: 'dispute-won',
    run: ({ domain, game }, id) => winDispute(domain, game, id),
  }),
  orderAction('dispute-lost', {
    message: 'dispute-lost',
    run: ({ domain, game }, id) => loseDispute(domain, game, id),
  }),
  orderAction('fraud', {
    message: 'fraud-reported',
    run: ({ domain, game }, id) => reportFraud(domain, game, id),
  }),
  orderAction('expire', {
    message: 'expired',
    run: ({ domain, game }, id) => expireOrder(domain, game, id),
  }),
];
