import * as z from 'zod';
import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { expireOrder, getOrder } from '../../domain/orders/orders.ts';
import { isOpen, type ManualAction, possibleActions } from '../../domain/orders/states.ts';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  winDispute,
} from '../../domain/payments/disputes.ts';
import { refundOrder } from '../../domain/payments/refunds.ts';
import { RESOLUTIONS, resolvePayment } from '../../domain/payments/outcomes.ts';
import { leaveWithoutPaying } from '../../domain/payments/payments.ts';
import { parse } from '../api/validation.ts';
import type { PageContext } from './context.ts';
import { amountText, momentAt } from './formats.ts';
import { type ActionHandler, type FlashCode, flashing, type Page } from './layout.ts';
import { paymentLine } from './orders.ts';
import { grantingBadge, grantingWords, orderBadge } from './status-text.ts';
import { timelineOf } from './timeline.ts';

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

function onOrder(code: FlashCode, run: (visit: PageContext) => unknown): ActionHandler {
  return (visit) => {
    run(visit);
    return flashing(`${visit.root}/orders/${visit.id}`, code);
  };
}

const reasonSchema = z.object({ reason: z.string().min(1).max(500) });
const resolveSchema = z.object({ outcome: z.enum(RESOLUTIONS) });

function reasonOf({ form }: PageContext): string {
  return parse(reasonSchema, { reason: form.text('reason') }, 'body').reason;
}

/** The forms of an order's page, each one use case. */
export const orderForms: Readonly<Record<ManualAction, ActionHandler>> = {
  refund: onOrder('refunded', (visit) => {
    refundOrder(visit.domain, visit.game, visit.id, { reason: reasonOf(visit), requestId: null });
  }),
  dispute: onOrder('disputed', (visit) => {
    openDispute(visit.domain, visit.game, visit.id, reasonOf(visit));
  }),
  resolve: onOrder('resolved', ({ domain, game, id, form }) => {
    resolvePayment(domain, game, id, parse(resolveSchema, { outcome: form.text('outcome') }, 'body').outcome);
  }),
  abandon: onOrder('abandoned', ({ domain, game, id }) => leaveWithoutPaying(domain, game, id)),
  chargeback: onOrder('charged-back', ({ domain, game, id }) => chargeBack(domain, game, id)),
  'dispute-won': onOrder('dispute-won', ({ domain, game, id }) => winDispute(domain, game, id)),
  'dispute-lost': onOrder('dispute-lost', ({ domain, game, id }) => loseDispute(domain, game, id)),
  fraud: onOrder('fraud-reported', ({ domain, game, id }) => reportFraud(domain, game, id)),
  expire: onOrder('expired', ({ domain, game, id }) => expireOrder(domain, game, id)),
};
