import type { CatalogueItem } from '../model/item.ts';
import type { CustomPrice, Platform, Price, PriceTemplate } from '../model/price-template.ts';
import type { ReadTables } from '../model/tables.ts';
import { currencyOf, PRICED_COUNTRIES } from '../money/countries.ts';
import { convert } from '../money/rates.ts';

export const BASE_CURRENCY = 'USD';

/** The bound of a template's prices in minor units. Source: the published OpenAPI. */
const HIGHEST = 1_000_000_000_000;

/** Where and on what somebody buys. */
export interface Market {
  readonly country: string;
  readonly platform: Platform;
}

/** What a template costs somewhere: the game's own price for the platform or the country, else the converted one. */
export function localPrice(template: PriceTemplate, { country, platform }: Market): Price {
  const own = template.customs.filter((custom) => custom.country === country);
  const custom = lastOf(own, platform) ?? lastOf(own, 'any');
  return custom ? { amount: custom.amount, currency: custom.currency } : convertedPrice(template, country);
}

function lastOf(customs: readonly CustomPrice[], platform: Platform): CustomPrice | undefined {
  return customs.findLast((custom) => custom.platform === platform);
}

function convertedPrice({ price }: PriceTemplate, country: string): Price {
  const currency = currencyOf(country);
  return { amount: Math.min(convert(basePrice(price), BASE_CURRENCY, currency), HIGHEST), currency };
}

function basePrice(price: number): number {
  return Math.min(Math.max(0, price), HIGHEST);
}

/** A price of a template; the game's own are told apart from the converted ones. */
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
