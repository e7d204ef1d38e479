import { invalidField } from './errors.ts';
import { itemPrice } from './item-prices.ts';
import type { CatalogueItem } from './model/item.ts';
import type { Platform, Price } from './model/price-template.ts';
import type { NewOrder } from './orders.ts';
import { localPrice, type Market } from './price-points.ts';
import type { Tx } from './world.ts';

const PLATFORMS: ReadonlyMap<string, Platform> = new Map([
  ['ios', 'ios'],
  ['android', 'android'],
  ['other', 'other'],
]);

/**
 * Where an order is priced. One that names its currency and prefers it has the base prices, which are those
 * of no country; one without a country is taken to come from the default one.
 */
function marketOf(tx: Tx, order: NewOrder): Market {
  const ignoresCountry = order.currencyPreferred && order.currency !== null;
  return {
    country: ignoresCountry ? '' : (order.country ?? tx.rules.defaultCountry),
    platform: PLATFORMS.get(order.platform ?? '') ?? 'any',
  };
}

/** What the catalogue says that the item costs in this order; `null` when it has no price. */
export function offeredPrice(tx: Tx, item: CatalogueItem, order: NewOrder): Price | null {
  return itemPrice(tx.tables, item, marketOf(tx, order));
}

/**
 * The price of the whole order by its price template, if it names one.
 *
 * @throws Invalid when the game has no such template.
 */
export function templatePrice(tx: Tx, gameId: string, order: NewOrder): Price | null {
  if (order.priceTemplateId === null) return null;
  const template = tx.tables.priceTemplates.get(order.priceTemplateId);
  if (template?.gameId === gameId) return localPrice(template, marketOf(tx, order));
  const id = JSON.stringify(order.priceTemplateId);
  throw invalidField(['price_template_id'], `Unknown price template ${id}: create it, or name another.`);
}
