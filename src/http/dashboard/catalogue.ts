import type { CatalogueItem } from '../../domain/model/item.ts';
import { dashboardPage, type DashboardContext, keyOf } from './context.ts';
import { apiCurl } from './curl.ts';
import { amountText } from './formats.ts';

/** The items that an order can name by SKU alone. */
export const cataloguePage = dashboardPage({
  method: 'GET',
  path: '/catalogue',
  run: ({ tables, game, root }) => ({
    view: 'catalogue',
    title: 'Catalogue',
    section: 'catalogue',
    model: {
      action: `${root}/orders`,
      newHref: `${root}/catalogue/new`,
      rows: tables.items.by('game', game.id).map((item) => ({
        id: item.id,
        href: `${root}/catalogue/${item.id}`,
        sku: item.sku,
        name: item.name,
        description: item.description ?? '',
        quantity: item.quantity.toLocaleString('en'),
        price:
          item.price === null || item.currency === null ? 'no price' : amountText(item.price, item.currency),
        canBeSold: canBeSold(item),
        isSystem: item.isSystem,
      })),
    },
  }),
});

function canBeSold(item: CatalogueItem): boolean {
  return item.price !== null && item.currency !== null;
}

/** The items of which a test order can be made. */
export function sellableItems({ tables, game }: DashboardContext) {
  return tables.items
    .by('game', game.id)
    .filter(canBeSold)
    .map(({ sku, name }) => ({ sku, name }));
}

/** A command to paste into a shell: it creates an order in this environment. */
export function curlFor(context: DashboardContext): string {
  const { base, tables, game } = context;
  const known = tables.items.by('game', game.id).find((item) => item.price !== null);
  const order = known
    ? { player_id: 'player-1', items: [{ sku: known.sku }] }
    : { player_id: 'player-1', items: [{ sku: 'gems', name: 'Gems' }], price_decimal: 4.99, currency: 'USD' };
  return apiCurl(base, '/s2s/v1/orders', order, keyOf(context));
}
