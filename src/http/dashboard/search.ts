import * as z from 'zod';
import type { DashboardContext } from './context.ts';
import { dashboardPage } from './context.ts';
import { SECTIONS } from './layout.ts';
import { findOrders } from './order-filter.ts';

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
  const wanted = text.toLowerCase();
  const has = (...texts: readonly string[]) => texts.some((one) => one.toLowerCase().includes(wanted));
  const pages = SECTIONS.filter(([, label]) => has(label)).map(([, label, path]): SearchResult => {
    return { kind: 'Page', title: label, detail: '', href: `${root}${path}` };
  });
  const orders = findOrders(tables, game.id, { q: text })
    .slice(0, SHOWN)
    .map(({ id, playerId, items, status }): SearchResult => {
      const title = items.map((item) => item.name).join(', ');
      return {
        kind: 'Order',
        title,
        detail: `${id} · ${playerId} · ${status}`,
        href: `${root}/orders/${id}`,
      };
    });
  const players = take(tables.players.by('game', game.id), ({ playerId, email, info }) =>
    has(playerId, email ?? '', info.name ?? ''),
  ).map(({ playerId, email }): SearchResult => {
    const href = `${root}/players/${encodeURIComponent(playerId)}`;
    return { kind: 'Player', title: playerId, detail: email ?? '', href };
  });
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
  const events = take(tables.events.by('game', game.id), ({ id, type }) => has(id, type)).map(
    ({ id, type }): SearchResult => ({
      kind: 'Event',
      title: type,
      detail: id,
      href: `${root}/events/${id}`,
    }),
  );
  const requests = take(app.requestLog.of(game.id).toReversed(), ({ id, received }) =>
    has(id, received.url, received.text),
  ).map(({ id, received, status }): SearchResult => {
    const title = `${received.method} ${received.url}`;
    return { kind: 'Request', title, detail: String(status), href: `${root}/requests/${id}` };
  });
  return [...pages, ...orders, ...players, ...webhooks, ...items, ...coupons, ...events, ...requests];
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
