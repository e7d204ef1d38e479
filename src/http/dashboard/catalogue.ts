import type { PageContext } from './context.ts';
import { amountText } from './formats.ts';
import type { Page } from './layout.ts';

/** The items that an order can name by SKU alone. */
export function cataloguePage({ tables, game, root }: PageContext): Page {
  const items = tables.items.by('game', game.id);
  return {
    view: 'catalogue',
    title: 'Catalogue',
    section: 'catalogue',
    model: {
      action: `${root}/orders`,
      rows: items.map((item) => ({
        id: item.id,
        sku: item.sku,
        name: item.name,
        description: item.description ?? '',
        quantity: item.quantity.toLocaleString('en'),
        price:
          item.price === null || item.currency === null ? 'no price' : amountText(item.price, item.currency),
        canBeSold: item.price !== null && item.currency !== null,
        isSystem: item.isSystem,
      })),
    },
  };
}

/** A request to paste into a shell: it creates an order in the visit's environment. */
export function curlFor({ base, app, environment, tables, game }: PageContext): string {
  const { sandboxKey, liveKey } = app.config;
  const key = environment === 'sandbox' ? sandboxKey : liveKey;
  const known = tables.items.by('game', game.id).find((item) => item.price !== null);
  const order = known
    ? { player_id: 'player-1', items: [{ sku: known.sku }] }
    : { player_id: 'player-1', items: [{ sku: 'gems', name: 'Gems' }], price_decimal: 4.99, currency: 'USD' };
  return [
    `curl -X POST ${quote(`${base}/s2s/v1/orders`)} \\`,
    `  -H ${quote(`Authorization: Bearer ${key}`)} \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quote(JSON.stringify(order))}`,
  ].join('\n');
}

/** One word for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
