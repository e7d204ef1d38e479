import * as z from 'zod';
import { ALL_EVENT_TYPES, type Event } from '../../domain/model/event.ts';
import { containsText } from '../../domain/model/contains-text.ts';
import type { Order } from '../../domain/model/order.ts';
import { existing } from '../../domain/model/record.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import type { DashboardContext } from './context.ts';
import { dashboardPage } from './context.ts';
import { SECTIONS } from './layout.ts';
import { orderTest } from './order-filter.ts';
import { playerTest } from './players.ts';

/** How many results of each kind are shown. */
const SHOWN = 8;

interface SearchResult {
  readonly kind: string;
  readonly title: string;
  readonly detail: string;
  readonly href: string;
}

/** Everything that contains a text. A text that is the id of one thing leads there at once. */
export const searchPage = dashboardPage({
  method: 'GET',
  path: '/search',
  query: z.object({ q: z.string().max(200).optional(), format: z.literal('json').optional() }),
  run: (context, { query: { q = '', format } }) => {
    const text = q.trim();
    const results = text === '' ? [] : search(context, text);
    if (format === 'json') return { json: { results } };
    const exact = byId(context, text);
    if (exact) return { redirect: exact };
    return {
      view: 'search',
      title: 'Search',
      section: 'transactions',
      model: { q: text, results },
    };
  },
});

function byId({ tables, game, root }: DashboardContext, id: string): string | null {
  const places = [
    [tables.orders, 'orders'],
    [tables.deliveries, 'deliveries'],
    [tables.webhooks, 'webhooks'],
    [tables.events, 'events'],
  ] as const;
  const found = places.find(([table]) => table.get(id)?.gameId === game.id);
  if (found) return `${root}/${found[1]}/${id}`;
  const payment = tables.payments.get(id);
  return payment?.gameId === game.id ? `${root}/orders/${payment.orderId}` : null;
}

function search(context: DashboardContext, text: string): SearchResult[] {
  const { tables, game, root, app } = context;
  const contains = containsText(text);
  const has = (...texts: readonly string[]) => texts.some(contains);
  const pages = SECTIONS.filter(([, label]) => has(label)).map(([, label, path]): SearchResult => {
    return { kind: 'Page', title: label, detail: '', href: `${root}${path}` };
  });
  const orders = newestOrders(tables, game.id, text).map(({ id, playerId, items, status }): SearchResult => {
    const title = items.map((item) => item.name).join(', ');
    return {
      kind: 'Order',
      title,
      detail: `${id} · ${playerId} · ${status}`,
      href: `${root}/orders/${id}`,
    };
  });
  const players = take(tables.players.by('game', game.id), playerTest(text)).map(
    ({ playerId, email }): SearchResult => {
      const href = `${root}/players/${encodeURIComponent(playerId)}`;
      return { kind: 'Player', title: playerId, detail: email ?? '', href };
    },
  );
  const webhooks = take(tables.webhooks.by('game', game.id), ({ id, url, description }) =>
    has(id, url, description ?? ''),
  ).map(({ id, url }): SearchResult => ({
    kind: 'Webhook',
    title: url,
    detail: id,
    href: `${root}/webhooks/${id}`,
  }));
  const items = take(tables.items.by('game', game.id), ({ sku, name }) => has(sku, name)).map(
    ({ sku, name, id }): SearchResult => ({
      kind: 'Item',
      title: name,
      detail: sku,
      href: `${root}/catalogue/${id}`,
    }),
  );
  const coupons = take(tables.coupons.by('game', game.id), ({ code, name }) => has(code, name)).map(
    ({ code, name, id }): SearchResult => ({
      kind: 'Coupon',
      title: code,
      detail: name,
      href: `${root}/coupons/${id}`,
    }),
  );
  const isEvent = eventTest(text);
  const events =
    isEvent === null
      ? []
      : take(tables.events.by('game', game.id), isEvent).map(({ id, type }): SearchResult => ({
          kind: 'Event',
          title: type,
          detail: id,
          href: `${root}/events/${id}`,
        }));
  const requests = take(app.requestLog.of(game.id).toReversed(), ({ id, received }) =>
    has(id, received.url, received.text),
  ).map(({ id, received, status }): SearchResult => {
    const title = `${received.method} ${received.url}`;
    return { kind: 'Request', title, detail: String(status), href: `${root}/requests/${id}` };
  });
  return [...pages, ...orders, ...players, ...webhooks, ...items, ...coupons, ...events, ...requests];
}

/** Whether the text is in the id or type of an event; `null` if it can't be in any. */
function eventTest(text: string): ((event: Event) => boolean) | null {
  const contains = containsText(text);
  const types = new Set<Event['type']>(ALL_EVENT_TYPES.filter(contains));
  const isPartOfId = /^\w+$/.test(text);
  if (types.size === 0 && !isPartOfId) return null;
  return ({ id, type }) => types.has(type) || (isPartOfId && contains(id));
}

function newestOrders(tables: ReadTables, gameId: string, text: string): readonly Order[] {
  const { test, search } = orderTest(tables, gameId, { q: text });
  const found: Order[] = [];
  for (const order of tables.orders.scan('game', gameId, 'newest', search)) {
    if (found.length === SHOWN) break;
    if (test?.(order) !== false) found.push(existing(tables.orders, order.id));
  }
  return found;
}

/** The newest records that match. */
function take<Record>(records: readonly Record[], matches: (record: Record) => boolean): Record[] {
  const found: Record[] = [];
  for (let index = records.length - 1; index >= 0 && found.length < SHOWN; index -= 1) {
    const record = records[index];
    if (record !== undefined && matches(record)) found.push(record);
  }
  return found;
}
