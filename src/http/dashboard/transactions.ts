import { type Order, ORDER_STATUSES, type OrderStatus } from '../../domain/model/order.ts';
import { createOrder } from '../../domain/orders/orders.ts';
import { orderCreateSchema } from '../s2s/orders/order-schemas.ts';
import { newOrder } from '../s2s/orders/orders.ts';
import { parse } from '../api/validation.ts';
import { curlFor } from './curl.ts';
import { flashing } from './flash.ts';
import { paidForNothing } from './granting-words.ts';
import { orderRow } from './order-row.ts';
import type { Page } from './page.ts';
import { paginate } from './paginator.ts';
import type { PageContext } from './visit.ts';

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
    if (status === NOTHING_FOR_MONEY ? !paidForNothing(order) : !hasStatus(order, status)) return false;
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
  const losses = orders.filter(paidForNothing).length;
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
