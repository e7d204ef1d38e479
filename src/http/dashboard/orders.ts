import * as z from 'zod';
import { isPaidWithoutItems, type Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { createOrder } from '../../domain/orders/orders.ts';
import { isPayable } from '../../domain/orders/states.ts';
import { parse } from '../api/validation.ts';
import { orderCreateSchema } from '../s2s/orders/order-schemas.ts';
import { newOrder } from '../s2s/orders/orders.ts';
import { curlFor, sellableItems } from './catalogue.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { shortCurl, signedCurl } from './curl.ts';
import { outcomeText } from './deliveries.ts';
import { amountText, momentAt } from './formats.ts';
import { counted, paginate, queryWithout, redirectTo } from './layout.ts';
import {
  CARD_OUTCOMES,
  findOrders,
  NOTHING_FOR_MONEY,
  orderFilterSchema,
  type OrderFilter,
  SORTS,
  STATUSES,
} from './order-filter.ts';
import { grantingBadge, orderBadge, paymentBadge } from './status-text.ts';

/** Orders, newest first, with their payments: what happened, and what needs attention. */
export const transactionsPage = dashboardPage({
  method: 'GET',
  path: '/',
  query: orderFilterSchema,
  run: (context, { query }) => {
    const { tables, game, root } = context;
    const { shown, paginator } = paginate(context, '', findOrders(tables, game.id, query));
    const { q, status, from, to, min, max, sku, metadata, card } = query;
    const more = [from, to, min, max, sku, metadata, card].some((value) => value !== undefined);
    return {
      view: 'transactions',
      title: 'Transactions',
      section: 'transactions',
      model: {
        rows: shown.map((order) => orderRow(context, order)),
        paginator,
        hasOrders: tables.orders.count('game', game.id) > 0,
        isFiltered: more || q !== undefined || status !== undefined,
        hasMore: more,
        filter: filterTexts(query),
        statuses: STATUSES,
        cards: CARD_OUTCOMES,
        columns: columnsOf(context, query),
        attention: attention(context),
        start: {
          curl: curlFor(context),
          newWebhook: `${root}/webhooks/new`,
          hasWebhook: tables.webhooks.count('game', game.id) > 0,
        },
        skus: sellableItems(context),
      },
    };
  },
});

function filterTexts(query: OrderFilter) {
  const names = Object.keys(orderFilterSchema.shape) as (keyof OrderFilter)[];
  return Object.fromEntries(names.map((name) => [name, query[name] ?? '']));
}

/** The headings of the columns that the list can be sorted by, with the link that sorts it so. */
function columnsOf({ search, root }: DashboardContext, { sort = 'created', dir = 'down' }: OrderFilter) {
  const kept = queryWithout(search, ['sort', 'dir', 'page']);
  const entries = SORTS.map((name) => {
    const isCurrent = name === sort;
    const next = isCurrent && dir === 'down' ? 'up' : 'down';
    const query = new URLSearchParams([...kept, ['sort', name], ['dir', next]]).toString();
    return [
      name,
      {
        href: `${root}?${query}`,
        sorted: isCurrent ? (dir === 'down' ? 'descending' : 'ascending') : 'none',
        mark: isCurrent ? (dir === 'down' ? '↓' : '↑') : '',
      },
    ];
  });
  return Object.fromEntries(entries) as object;
}

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
export function orderRow(context: DashboardContext, order: Order) {
  const { root, tables, now } = context;
  const payments = tables.payments.by('order', order.id);
  const last = payments.at(-1);
  return {
    id: order.id,
    href: `${root}/orders/${order.id}`,
    items: order.items.map((item) => item.name).join(', '),
    playerId: order.playerId,
    playerHref: `${root}/players/${encodeURIComponent(order.playerId)}`,
    email: order.email ?? '',
    amount: amountText(order.amount, order.currency),
    status: orderBadge(order, now),
    granting: grantingBadge(tables, order),
    isLoss: isPaidWithoutItems(order),
    payment: last ? paymentLine(last) : null,
    attempts: payments.length,
    created: momentAt(order.createdAt, now),
    payHref: isPayable(order, now) && order.amount > 0 ? `${root}/orders/${order.id}/pay` : null,
    failure: failureOf(context, order),
  };
}

/** Why the game has not confirmed the items, in a few words, and what sends the event again. */
function failureOf(context: DashboardContext, order: Order) {
  const { tables, domain, root } = context;
  if (order.granting === 'none' || order.granting === 'granted') return null;
  const { grantingEvent } = domain.platforms.of(order);
  for (const delivery of tables.deliveries.by('order', order.id).toReversed()) {
    const last = tables.attempts.by('delivery', delivery.id).at(-1);
    const isFailing = delivery.status !== 'delivered' && delivery.status !== 'canceled';
    if (delivery.eventType !== grantingEvent || !isFailing || !last) continue;
    return {
      text: outcomeText(last),
      hint: last.error?.hint ?? last.note ?? '',
      resendHref: `${root}/deliveries/${delivery.id}/resend`,
      href: `${root}/deliveries/${delivery.id}`,
      curl: shortCurl(signedCurl(context, delivery)),
    };
  }
  return null;
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
