import * as z from 'zod';
import {
  isPaidWithoutItems,
  type Order,
  ORDER_STATUSES,
  type OrderStatus,
} from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { createOrder } from '../../domain/orders/orders.ts';
import { parse } from '../api/validation.ts';
import { orderCreateSchema } from '../s2s/orders/order-schemas.ts';
import { newOrder } from '../s2s/orders/orders.ts';
import { curlFor, sellableItems } from './catalogue.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { amountText, momentAt } from './formats.ts';
import { counted, paginate, redirectTo } from './layout.ts';
import { grantingBadge, orderBadge, paymentBadge } from './status-text.ts';

/** Orders, newest first, with their payments: what happened, and what needs attention. */
export const transactionsPage = dashboardPage({
  method: 'GET',
  path: '/',
  query: z.object({ q: z.string().optional(), status: z.string().optional() }),
  run: (context, { query }) => {
    const { tables, game, root } = context;
    const orders = tables.orders.by('game', game.id);
    const found = orders.filter(matcher(tables, query)).reverse();
    const { shown, paginator } = paginate(context, '', found);
    const hasWebhook = tables.webhooks.count('game', game.id) > 0;
    return {
      view: 'transactions',
      title: 'Transactions',
      section: 'transactions',
      model: {
        rows: shown.map((order) => orderRow(context, order)),
        paginator,
        hasOrders: orders.length > 0,
        isFiltered: query.q !== undefined || query.status !== undefined,
        search: { q: query.q ?? '', status: query.status ?? '' },
        statuses: [...ORDER_STATUSES, NOTHING_FOR_MONEY],
        attention: attention(context),
        start: { curl: curlFor(context), newWebhook: `${root}/webhooks/new`, hasWebhook },
        skus: sellableItems(context),
      },
    };
  },
});

/** Makes an order of one catalogue item, as the S2S API would. */
export const createTestOrder = dashboardPage({
  method: 'POST',
  path: '/orders',
  form: z.object({ player_id: z.string(), sku: z.string() }),
  again: transactionsPage,
  run: ({ domain, game, root }, { form }) => {
    const body = { player_id: form.player_id || 'test-player', items: [{ sku: form.sku }] };
    const order = createOrder(domain, game, newOrder(parse(orderCreateSchema, body, 'body')), null);
    return redirectTo(`${root}/orders/${order.id}`, 'order-created');
  },
});

const NOTHING_FOR_MONEY = 'paid, nothing granted';

interface OrderQuery {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
}

function matcher(tables: ReadTables, { q = '', status }: OrderQuery): (order: Order) => boolean {
  const text = q.trim().toLowerCase();
  return (order) => {
    if (status === NOTHING_FOR_MONEY ? !isPaidWithoutItems(order) : !hasStatus(order, status)) return false;
    if (text === '') return true;
    const payments = tables.payments.by('order', order.id).map((payment) => payment.id);
    const texts = [order.id, order.receiptNumber, order.playerId, order.email ?? '', ...payments];
    return texts.some((one) => one.toLowerCase().includes(text));
  };
}

function hasStatus(order: Order, status: string | undefined): boolean {
  return status === undefined || order.status === (status as OrderStatus);
}

/** What a developer should see first; `null` when all is well. */
function attention({ tables, game, root }: DashboardContext) {
  const exhausted = tables.deliveries.count('exhausted', game.id);
  const losses = tables.orders.count('paidWithoutItems', game.id);
  if (exhausted + losses === 0) return null;
  return {
    exhausted: exhausted === 0 ? null : `${counted(exhausted, 'delivery was', 'deliveries were')} given up`,
    exhaustedHref: `${root}/deliveries?status=exhausted`,
    losses: losses === 0 ? null : `${counted(losses, 'order was', 'orders were')} paid, nothing was granted`,
    lossesHref: `${root}?status=${encodeURIComponent(NOTHING_FOR_MONEY)}`,
  };
}

/** An order in the list of transactions. */
export function orderRow({ root, tables, now }: DashboardContext, order: Order) {
  return {
    id: order.id,
    href: `${root}/orders/${order.id}`,
    items: order.items.map((item) => item.name).join(', '),
    playerId: order.playerId,
    email: order.email ?? '',
    amount: amountText(order.amount, order.currency),
    status: orderBadge(order, now),
    granting: grantingBadge(tables, order),
    isLoss: isPaidWithoutItems(order),
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
