import { amountText } from './amounts.ts';
import type { Page } from './page.ts';
import type { PageContext } from './visit.ts';

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
