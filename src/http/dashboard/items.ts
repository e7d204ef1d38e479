import { createItem, getItem, updateItem } from '../../domain/catalogue/items.ts';
import { ITEM_TYPES } from '../../domain/model/item.ts';
import { CURRENCIES } from '../../domain/money/currencies.ts';
import { parse } from '../api/validation.ts';
import { itemCreateSchema, itemUpdateSchema } from '../s2s/items/item-schemas.ts';
import { catalogueItemRead, itemInput, newItemInput } from '../s2s/items/item-wire.ts';
import { type ApiField, formSchema, MORE_FIELDS, submittedBody, valuesOfBody } from './api-form.ts';
import { apiFormCurl, apiFormPage } from './api-form-page.ts';
import { dashboardPage } from './context.ts';
import { redirectTo } from './layout.ts';
import { curlPage } from './live-curl.ts';

const FIELDS: readonly ApiField[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true },
  { name: 'sku', label: 'SKU', kind: 'text', required: true },
  { name: 'description', label: 'Description', kind: 'text' },
  { name: 'type', label: 'Type', kind: 'select', options: ITEM_TYPES, required: true },
  { name: 'price', label: 'Price, in minor units', kind: 'number', hint: '499 for $4.99; ¥300 is 300.' },
  { name: 'currency', label: 'Currency', kind: 'select', options: CURRENCIES, required: true },
  { name: 'quantity', label: 'Quantity', kind: 'number' },
  { name: 'image_url', label: 'Picture URL', kind: 'text' },
  { name: 'is_stackable', label: 'Stackable', kind: 'check' },
  { name: 'is_currency', label: 'Currency of the game', kind: 'check' },
  {
    ...MORE_FIELDS,
    hint: 'The parts of a bundle: {"nested_items": [{"sku": "gem", "count": 5}]}.',
  },
];

/** The API requires both, and a box that is not checked is not sent. */
const FLAGS = { is_stackable: false, is_currency: false };

const BLANK = { type: 'item', currency: 'USD' };

const ITEMS = {
  section: 'catalogue',
  path: '/catalogue',
  name: 'Catalogue',
  apiPath: '/v1/items',
  base: FLAGS,
} as const;

export const newItemPage = dashboardPage({
  method: 'GET',
  path: '/catalogue/new',
  run: (context) =>
    apiFormPage(context, ITEMS, null, {
      fields: FIELDS,
      stored: valuesOfBody(FIELDS, BLANK),
      title: 'New item or bundle',
      submit: 'Create item',
    }),
});

export const createItemForm = dashboardPage({
  method: 'POST',
  path: '/catalogue/new',
  form: formSchema(FIELDS),
  again: newItemPage,
  run: ({ domain, game, root }, { form }) => {
    const body = { ...FLAGS, ...submittedBody(FIELDS, form) };
    createItem(domain, game, newItemInput(parse(itemCreateSchema, body, 'body')));
    return redirectTo(`${root}/catalogue`, 'item-created');
  },
});

export const itemPage = dashboardPage({
  method: 'GET',
  path: '/catalogue/:id',
  run: (context, { params: { id } }) => {
    const { tables, game } = context;
    const item = getItem(tables, game.id, id);
    return apiFormPage(context, ITEMS, id, {
      fields: FIELDS,
      stored: valuesOfBody(FIELDS, catalogueItemRead(tables, item)),
      title: item.name,
      submit: 'Save item',
    });
  },
});

export const saveItem = dashboardPage({
  method: 'POST',
  path: '/catalogue/:id',
  form: formSchema(FIELDS),
  again: itemPage,
  run: ({ domain, game, root }, { params: { id }, form }) => {
    const body = { ...FLAGS, ...submittedBody(FIELDS, form) };
    updateItem(domain, game, id, itemInput(parse(itemUpdateSchema, body, 'body')));
    return redirectTo(`${root}/catalogue`, 'item-saved');
  },
});

export const itemCurl = curlPage({
  name: 'catalogue',
  section: 'catalogue',
  fields: FIELDS.map(({ name }) => name),
  curl: (context, values, id) => apiFormCurl(context, ITEMS, FIELDS, values, id),
});
