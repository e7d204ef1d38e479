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
import type { ReadTables } from '../../../domain/model/tables.ts';
import { cursorPage, cursorParameters } from '../../api/pagination.ts';
import { operation } from '../../api/operation.ts';

const TEMPLATES = '/v1/price_templates';
const TEMPLATE = '/v1/price_templates/{price_template_id}';
const UNKNOWN = 'The game has no such price template.';
const TAKEN = 'Another price template already has the key.';

/** `Price` of the published specification. */
const priceSchema = z.object({
  country: z.enum(PRICED_COUNTRIES),
  currency: z.enum(CURRENCIES),
  platform: z.enum(PLATFORMS),
  price: z.int().min(0).max(1_000_000_000_000),
});

/** `PriceTemplateCreate`. */
export const templateCreateSchema = z.object({
  key: z.string().optional(),
  name: z.string(),
  price: z.int(),
  category: z.enum(PRICE_CATEGORIES),
  customs: z.array(priceSchema),
});

/** `PriceTemplateUpdate`. */
const templateUpdateSchema = templateCreateSchema.partial();

const templateQuerySchema = z.object({ q: z.string().optional(), ...cursorParameters });

const templateFields = {
  id: z.string(),
  key: z.string().optional(),
  name: z.string(),
  price: z.int(),
  category: z.enum(PRICE_CATEGORIES),
  items_count: z.int(),
  created_at: z.int(),
  modified_at: z.int(),
};

/** `PriceTemplateRead`. */
const templateReadSchema = z.lazy(() => {
  const priceReadSchema = z.object({
    country: z.string(),
    currency: z.string(),
    platform: z.enum(PLATFORMS),
    price: z.int(),
    is_custom: z.boolean(),
  });
  return z.object({ ...templateFields, prices: z.array(priceReadSchema) }).meta({ id: 'PriceTemplateRead' });
});

/** `InfinitePaginatedResponse` of `PriceTemplateShort`. */
const templatePageSchema = z.lazy(() =>
  z.object({
    data: z.array(z.object(templateFields).meta({ id: 'PriceTemplateShort' })),
    has_more: z.boolean(),
    next_cursor: z.string().optional(),
  }),
);

export const priceTemplateOperations = [
  operation({
    id: 'get_price_templates',
    method: 'GET',
    path: TEMPLATES,
    summary: 'List price templates.',
    query: templateQuerySchema,
    response: { 200: templatePageSchema },
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const { data, ...page } = cursorPage(listTemplates(tables, game.id, query.q), query);
      return { data: data.map((template) => templateShort(tables, template)), ...page };
    },
  }),
  operation({
    id: 'create_price_template',
    method: 'POST',
    path: TEMPLATES,
    summary: 'Create a price template.',
    body: templateCreateSchema,
    response: { 201: templateReadSchema },
    errors: { 409: TAKEN },
    run: ({ app, game, body }) => {
      const { key = null, name, price, category } = body;
      const asked = { key, name, price, category, customs: body.customs.map(customPrice) };
      return templateRead(app.domain.store.tables, createTemplate(app.domain, game, asked));
    },
  }),
  operation({
    id: 'get_price_template',
    method: 'GET',
    path: TEMPLATE,
    summary: 'Read a price template.',
    response: { 200: templateReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      return templateRead(tables, getTemplate(tables, game.id, params.price_template_id));
    },
  }),
  operation({
    id: 'update_price_template',
    method: 'PUT',
    path: TEMPLATE,
    summary: 'Change a price template.',
    body: templateUpdateSchema,
    response: { 200: templateReadSchema },
    errors: { 404: UNKNOWN, 409: TAKEN },
    run: ({ app, game, params, body }) => {
      const change = { ...body, customs: body.customs?.map(customPrice) };
      const template = updateTemplate(app.domain, game, params.price_template_id, change);
      return templateRead(app.domain.store.tables, template);
    },
  }),
  operation({
    id: 'delete_price_template',
    method: 'DELETE',
    path: TEMPLATE,
    summary: 'Delete a price template.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteTemplate(app.domain, game, params.price_template_id);
    },
  }),
];

export function customPrice({ price, ...custom }: z.output<typeof priceSchema>) {
  return { ...custom, amount: price };
}

/** `PriceTemplateShort`. */
function templateShort(tables: ReadTables, template: PriceTemplate) {
  return {
    id: template.id,
    key: template.key ?? undefined,
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
