import { type Order, ORDER_STATUSES, type OrderStatus } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { createOrder } from '../../domain/orders/orders.ts';
import { isPaidWithoutItems } from '../../domain/orders/states.ts';
import { parse } from '../api/validation.ts';
import { orderCreateSchema } from '../s2s/orders/order-schemas.ts';
import { newOrder } from '../s2s/orders/orders.ts';
import { curlFor } from './catalogue.ts';
import type { PageContext } from './context.ts';
import { amountText, momentAt } from './formats.ts';
import { flashing, type Page, paginate } from './layout.ts';
import { grantingBadge, orderBadge, paymentBadge } from './status-text.ts';

/** Orders, newest first, with their payments: what happened, and what needs somebody's attention. */
export function transactionsPage(visit: PageContext): Page {
  const { tables, game, query, root } = visit;
  const orders = tables.orders.by('game', game.id);
  const found = orders.filter(matcher(visit)).reverse();
  const { shown, paginator } = paginate(visit, '', found);
  return {
    view: 'transactions',
    title: 'Transactions',
    section: 'transactions',
    model: {
      rows: shown.map((order) => orderRow(visit, order)),
      paginator,
      hasOrders: orders.length > 0,
      isFiltered: query['q'] !== undefined || query['status'] !== undefined,
      search: { q: query['q'] ?? '', status: query['status'] ?? '' },
      statuses: [...ORDER_STATUSES, NOTHING_FOR_MONEY],
      attention: attention(visit, orders),
      start: { curl: curlFor(visit), newWebhook: `${root}/webhooks/new`, hasWebhook: hasWebhook(visit) },
      skus: sellableSkus(visit),
    },
  };
}

const NOTHING_FOR_MONEY = 'paid, nothing granted';

function matcher({ query, tables }: PageContext): (order: Order) => boolean {
  const text = query['q']?.trim().toLowerCase() ?? '';
  const status = query['status'];
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

/** What a developer should see at once; `null` when all is well. */
function attention({ tables, game, root }: PageContext, orders: readonly Order[]) {
  const exhausted = tables.deliveries
    .by('game', game.id)
    .filter(({ status }) => status === 'exhausted').length;
  const losses = orders.filter(isPaidWithoutItems).length;
  if (exhausted + losses === 0) return null;
  return {
    exhausted,
    exhaustedHref: `${root}/deliveries?status=exhausted`,
    losses,
    lossesHref: `${root}?status=${encodeURIComponent(NOTHING_FOR_MONEY)}`,
  };
}

function hasWebhook({ tables, game }: PageContext): boolean {
  return tables.webhooks.count('game', game.id) > 0;
}

function sellableSkus({ tables, game }: PageContext) {
  return tables.items
    .by('game', game.id)
    .filter((item) => item.price !== null && item.currency !== null)
    .map(({ sku, name }) => ({ sku, name }));
}

/** Makes an order of one catalogue item, as the S2S API would. */
export function createTestOrder({ app, game, form, root }: PageContext): string {
  const body = { player_id: form.text('player_id') || 'test-player', items: [{ sku: form.text('sku') }] };
  const asked = newOrder(parse(orderCreateSchema, body, 'body'));
  const order = createOrder(app.domain, game, asked, null);
  return flashing(`${root}/orders/${order.id}`, 'order-created');
}

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
