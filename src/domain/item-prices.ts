import type { CatalogueItem } from './model/item.ts';
import type { Price, PriceTemplate } from './model/price-template.ts';
import { BASE_CURRENCY, localPrice, type Market } from './price-points.ts';
import { convert } from './rates.ts';
import type { ReadTables } from './tables.ts';

/** What an item costs in a market, at least nothing: by its price template, else its own price; `null` without either. */
export function itemPrice(tables: ReadTables, item: CatalogueItem, market: Market): Price | null {
  const template = templateOf(tables, item);
  if (template) return localPrice(template, market);
  if (item.price === null || item.currency === null) return null;
  return { amount: Math.max(0, item.price), currency: item.currency };
}

/** The price that the catalogue shows: in the item's own currency, minor units. */
export function cataloguePrice(tables: ReadTables, item: CatalogueItem): number | null {
  const template = templateOf(tables, item);
  return template ? convert(template.price, BASE_CURRENCY, item.currency ?? BASE_CURRENCY) : item.price;
}

function templateOf(tables: ReadTables, { priceTemplateId }: CatalogueItem): PriceTemplate | undefined {
  return priceTemplateId === null ? undefined : tables.priceTemplates.get(priceTemplateId);
}
