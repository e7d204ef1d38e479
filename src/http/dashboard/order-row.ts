import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { amountText } from './amounts.ts';
import { grantingBadge, orderBadge, paymentBadge } from './badges.ts';
import { paidForNothing } from './granting-words.ts';
import { momentAt } from './moments.ts';
import type { PageContext } from './visit.ts';

/** An order in the list of transactions. */
export function orderRow({ root, tables, now }: PageContext, order: Order) {
  return {
    id: order.id,
    href: `${root}/orders/${order.id}`,
    items: order.items.map((item) => item.name).join(', '),
    playerId: order.playerId,
    email: order.email ?? '',
    amount: amountText(order.amount, order.currency),
    status: orderBadge(order, now),
    granting: grantingBadge(order),
    isLoss: paidForNothing(order),
    payments: tables.payments.by('order', order.id).map(paymentLine),
    created: momentAt(order.createdAt, now),
  };
}

/** One attempt to pay, in a line. */
export function paymentLine(payment: Payment) {
  return {
    id: payment.id,
    status: paymentBadge(payment.status),
    card: cardText(payment),
    decline: payment.decline ? `${payment.decline.code} ${payment.decline.message}` : '',
  };
}

export function cardText({ method, cardScheme, cardLast4 }: Payment): string {
  return method === null ? 'free, no card' : `${cardScheme ?? 'card'} ···· ${cardLast4 ?? ''}`;
}
