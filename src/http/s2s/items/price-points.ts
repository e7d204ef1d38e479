import * as z from 'zod';
import { currencyOf } from '../../../domain/money/countries.ts';
import { LOCALES, type Locale } from '../../../domain/model/game.ts';
import { PLATFORMS, type Price, type PriceTemplate } from '../../../domain/model/price-template.ts';
import { convert, toMajor } from '../../../domain/money/money.ts';
import { BASE_CURRENCY, localPrice, type Market } from '../../../domain/catalogue/prices.ts';
import { listTemplates } from '../../../domain/catalogue/price-templates.ts';
import { operation } from '../../api/operation.ts';
import { countrySchema } from '../../api/schemas.ts';

const pricePointsQuerySchema = z.object({
  country: countrySchema,
  locale: z.enum(LOCALES).optional(),
  platform: z.enum(PLATFORMS).default('any'),
});

/** `PricePointsResponse` of the published specification. */
const pricePointsSchema = z.lazy(() =>
  z
    .object({
      context: z.object({ country: z.string(), base_currency: z.string(), local_currency: z.string() }),
      price_points: z.array(
        z.object({
          id: z.string(),
          base_price: z.object({ amount: z.int(), amount_decimal: z.number() }),
          local_price: z.object({ amount: z.int(), amount_decimal: z.number(), display: z.string() }),
        }),
      ),
    })
    .meta({ id: 'PricePoints' }),
);

export const pricePointOperations = [
  operation({
    id: 'get_price_points',
    method: 'GET',
    path: '/v1/price_points',
    summary: 'List what each price template costs in a country.',
    query: pricePointsQuerySchema,
    response: { 200: pricePointsSchema },
    run: ({ app, game, query: { country, locale, platform } }) => {
      const currency = currencyOf(country);
      const display = formatter(country, currency, locale);
      const points = listTemplates(app.domain.store.tables, game.id).map((template) => {
        const local = amountIn(currency, template, { country, platform });
        const base = priceAmount({ amount: template.price, currency: BASE_CURRENCY });
        const shown = priceAmount({ amount: local, currency });
        return {
          id: template.id,
          base_price: base,
          local_price: { ...shown, display: display.format(shown.amount_decimal) },
        };
      });
      const context = { country, base_currency: BASE_CURRENCY, local_currency: currency };
      return { context, price_points: points };
    },
  }),
];

/** A game may set a price in another currency than that of the country, but the answer has one currency. */
function amountIn(currency: string, template: PriceTemplate, market: Market): number {
  const local = localPrice(template, market);
  return convert(local.amount, local.currency, currency);
}

/** `PriceAmount` of the published specification. */
function priceAmount({ amount, currency }: Price) {
  return { amount, amount_decimal: toMajor(amount, currency) };
}

/** Without a locale, it uses the main language of the country. */
function formatter(country: string, currency: string, locale: Locale | undefined): Intl.NumberFormat {
  const { language, script } = new Intl.Locale(locale ?? `und-${country}`).maximize();
  const tag = new Intl.Locale(language, { region: country, ...(script && { script }) });
  return new Intl.NumberFormat(tag, { style: 'currency', currency });
}
