import * as z from 'zod';
import { seconds } from '../../../domain/wire/time.ts';
import { PRICED_COUNTRIES } from '../../../domain/money/countries.ts';
import { CURRENCIES } from '../../../domain/money/currencies.ts';
import { PLATFORMS, PRICE_CATEGORIES, type PriceTemplate } from '../../../domain/model/price-template.ts';
import { templatePrices } from '../../../domain/catalogue/prices.ts';
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  updateTemplate,
} from '../../../domain/catalogue/price-templates.ts';
import type { ReadTables } from '../../../domain/model/store.ts';
import { cursorPage, pageParameters } from '../../api/pagination.ts';
import { operation } from '../../api/operation.ts';

const TEMPLATES = '/v1/price_templates';
const TEMPLATE = '/v1/price_templates/{price_template_id}';

/** `Price` of the published specification. */
const priceSchema = z.object({
  country: z.enum(PRICED_COUNTRIES),
  currency: z.enum(CURRENCIES),
  platform: z.enum(PLATFORMS),
  price: z.int().min(0).max(1_000_000_000_000),
});

/** `PriceTemplateCreate`. */
const templateCreateSchema = z.object({
  key: z.string().optional(),
  name: z.string(),
  price: z.int(),
  category: z.enum(PRICE_CATEGORIES),
  customs: z.array(priceSchema),
});

/** `PriceTemplateUpdate`. */
const templateUpdateSchema = templateCreateSchema.partial();

const templateQuerySchema = z.object({
  q: z.string().optional(),
  limit: pageParameters.limit,
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
});

export const priceTemplateOperations = [
  operation({
    method: 'GET',
    path: TEMPLATES,
    query: templateQuerySchema,
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const { data, ...page } = cursorPage(listTemplates(tables, game.id, query.q), query);
      return {
        status: 200,
        body: { data: data.map((template) => templateShort(tables, template)), ...page },
      };
    },
  }),
  operation({
    method: 'POST',
    path: TEMPLATES,
    body: templateCreateSchema,
    run: ({ app, game, body }) => {
      const { key = null, name, price, category } = body;
      const asked = { key, name, price, category, customs: body.customs.map(customPrice) };
      const template = createTemplate(app.domain, game, asked);
      return { status: 201, body: templateRead(app.domain.store.tables, template) };
    },
  }),
  operation({
    method: 'GET',
    path: TEMPLATE,
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      const template = getTemplate(tables, game.id, params['price_template_id'] ?? '');
      return { status: 200, body: templateRead(tables, template) };
    },
  }),
  operation({
    method: 'PUT',
    path: TEMPLATE,
    body: templateUpdateSchema,
    run: ({ app, game, params, body }) => {
      const change = { ...body, customs: body.customs?.map(customPrice) };
      const template = updateTemplate(app.domain, game, params['price_template_id'] ?? '', change);
      return { status: 200, body: templateRead(app.domain.store.tables, template) };
    },
  }),
  operation({
    method: 'DELETE',
    path: TEMPLATE,
    run: ({ app, game, params }) => {
      deleteTemplate(app.domain, game, params['price_template_id'] ?? '');
      return { status: 204 };
    },
  }),
];

function customPrice({ price, ...custom }: z.output<typeof priceSchema>) {
  return { ...custom, amount: price };
}

/** `PriceTemplateShort`. */
function templateShort(tables: ReadTables, template: PriceTemplate) {
  return {
    id: template.id,
    ...(template.key !== null && { key: template.key }),
    name: template.name,
    price: template.price,
    category: template.category,
    items_count: tables.items.count('template', template.id),
    created_at: seconds(template.createdAt),
    modified_at: seconds(template.modifiedAt),
  };
}

/** `PriceTemplateRead`. */
function templateRead(tables: ReadTables, template: PriceTemplate) {
  const prices = templatePrices(template).map(({ amount, isCustom, ...price }) => ({
    ...price,
    price: amount,
    is_custom: isCustom,
  }));
  return { ...templateShort(tables, template), prices };
}
