import type { CatalogueItem } from '../model/item.ts';
import type { CustomPrice, PricePlatform, Price, PriceTemplate } from '../model/price-template.ts';
import type { ReadTables } from '../model/tables.ts';
import { currencyOf, PRICED_COUNTRIES } from '../money/countries.ts';
import { convert } from '../money/money.ts';

export const BASE_CURRENCY = 'USD';

/** The bound of a template's prices in minor units. Source: the published OpenAPI. */
const HIGHEST = 1_000_000_000_000;

/** The country and platform that a price is for. */
export interface Market {
  readonly country: string;
  readonly platform: PricePlatform;
}

/** The price of a template in a market: the game's own for the platform or the country, else the converted one. */
export function localPrice(template: PriceTemplate, { country, platform }: Market): Price {
  const own = template.customs.filter((custom) => custom.country === country);
  const custom = lastOf(own, platform) ?? lastOf(own, 'any');
  return custom ? { amount: custom.amount, currency: custom.currency } : convertedPrice(template, country);
}

function lastOf(customs: readonly CustomPrice[], platform: PricePlatform): CustomPrice | undefined {
  return customs.findLast((custom) => custom.platform === platform);
}

function convertedPrice({ price }: PriceTemplate, country: string): Price {
  const currency = currencyOf(country);
  return { amount: Math.min(convert(basePrice(price), BASE_CURRENCY, currency), HIGHEST), currency };
}

function basePrice(price: number): number {
  return Math.min(Math.max(0, price), HIGHEST);
}

/** A price of a template; `isCustom` if the game has set it. */
export interface TemplatePrice extends CustomPrice {
  readonly isCustom: boolean;
}

/** The template's prices: one for every country, and the game's own for single platforms. */
export function templatePrices(template: PriceTemplate): TemplatePrice[] {
  return PRICED_COUNTRIES.flatMap((country) => {
    const customs = template.customs.filter((custom) => custom.country === country);
    const own = [...new Map(customs.map((custom) => [custom.platform, custom])).values()];
    const prices = own.map((custom) => ({ ...custom, isCustom: true }));
    if (own.some(({ platform }) => platform === 'any')) return prices;
    return [{ ...convertedPrice(template, country), country, platform: 'any', isCustom: false }, ...prices];
  });
}

/** The price of an item in a market, at least zero: its price template's, else its own; `null` without either. */
export function itemPrice(tables: ReadTables, item: CatalogueItem, market: Market): Price | null {
  const template = templateOf(tables, item);
  if (template) return localPrice(template, market);
  if (item.price === null || item.currency === null) return null;
  return { amount: Math.max(0, item.price), currency: item.currency };
}

/** The price that the catalogue shows: minor units of the item's own currency. */
export function cataloguePrice(tables: ReadTables, item: CatalogueItem): number | null {
  const template = templateOf(tables, item);
  return template ? convert(template.price, BASE_CURRENCY, item.currency ?? BASE_CURRENCY) : item.price;
}

function templateOf(tables: ReadTables, { priceTemplateId }: CatalogueItem): PriceTemplate | undefined {
  return priceTemplateId === null ? undefined : tables.priceTemplates.get(priceTemplateId);
}
