import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { getOrder } from '../../domain/orders/orders.ts';
import { isOpen } from '../../domain/orders/states.ts';
import { amountText } from './amounts.ts';
import { grantingBadge, orderBadge } from './badges.ts';
import { grantingWords } from './granting-words.ts';
import { momentAt } from './moments.ts';
import { possibleActions } from './order-actions.ts';
import { paymentLine } from './order-row.ts';
import type { Page } from './page.ts';
import { timelineOf } from './timeline.ts';
import type { PageContext } from './visit.ts';

/** @throws NotFound */
export function orderPage(visit: PageContext): Page {
  const { tables, game, id, now, root, form, problem } = visit;
  const order = getOrder(tables, game.id, id);
  const actions = possibleActions(order, now);
  return {
    view: 'order',
    title: `Order ${order.id}`,
    section: 'transactions',
    model: {
      ...summary(visit, order),
      checkoutHref: `/order/${order.id}`,
      payments: tables.payments.by('order', order.id).map((payment) => paymentDetails(visit, payment)),
      timeline: timelineOf(visit, order),
      deliveriesHref: `${root}/deliveries?order_id=${order.id}`,
      can: Object.fromEntries(actions.map((action) => [action, true])),
      hasActions: actions.length > 0,
      actionRoot: `${root}/orders/${order.id}`,
      reason: problem ? form.text('reason') : 'Requested by the player',
    },
  };
}

function summary(visit: PageContext, order: Order) {
  const { now } = visit;
  return {
    id: order.id,
    status: orderBadge(order, now),
    granting: grantingBadge(order),
    grantingWords: grantingWords(order),
    amount: amountText(order.amount, order.currency),
    fullAmount:
      order.amountBeforeDiscount === order.amount
        ? null
        : amountText(order.amountBeforeDiscount, order.currency),
    discount: order.discountPercent,
    items: order.items.map((item) => ({
      name: item.name,
      sku: item.sku,
      quantity: item.quantity.toLocaleString('en'),
      price: item.price === null ? 'free' : amountText(item.price, item.currency),
    })),
    facts: factsOf(visit, order),
    created: momentAt(order.createdAt, now),
    expires: isOpen(order) ? momentAt(order.expiresAt, now) : null,
    hasExpired: order.expiresAt <= now,
    metadata: Object.entries(order.metadata ?? {}).map(([name, value]) => ({ name, value })),
  };
}

/** What is known of the order besides; what is not known is left out. */
function factsOf({ tables, game }: PageContext, order: Order) {
  const name = order.playerInfo?.name ?? tables.players.get(`${game.id}:${order.playerId}`)?.info.name;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Player', order.playerId],
    ['Name', name],
    ['Email', order.email],
    ['Country', order.country && `${order.country}${order.countryLocked ? ' (locked)' : ''}`],
    ['Receipt number', order.receiptNumber],
    ['Locale', order.locale],
    ['Platform', order.platform],
    ['Back to game', order.backToGameUrl],
    ['Back to store', order.backToStoreUrl],
    ['Handled by client', order.handledByClient ? 'yes: the game said so over the API' : null],
  ];
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

const THREE_DS: Readonly<Record<Payment['threeDs'], string>> = {
  none: '',
  pending: '3-D Secure: waiting for the player',
  authenticated: '3-D Secure: authenticated',
  failed: '3-D Secure: failed',
};

function paymentDetails({ now }: PageContext, payment: Payment) {
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
