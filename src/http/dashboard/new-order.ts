import * as z from 'zod';
import { LOCALES, type Scenario } from '../../domain/model/game.ts';
import type { Order } from '../../domain/model/order.ts';
import { CURRENCIES } from '../../domain/money/currencies.ts';
import { toMajor } from '../../domain/money/money.ts';
import { createOrder, getOrder } from '../../domain/orders/orders.ts';
import { parse } from '../api/validation.ts';
import { orderCreateSchema } from '../s2s/orders/order-schemas.ts';
import { newOrder } from '../s2s/orders/orders.ts';
import {
  bodyOfForm,
  fieldsModel,
  formSchema,
  type ApiField,
  type FormValues,
  MORE_FIELDS,
  shownBodyOf,
  valuesOfBody,
  valuesOfForm,
  valuesOfSearch,
} from './api-form.ts';
import { sellableItems } from './catalogue.ts';
import { dashboardPage, type DashboardContext, keyOf } from './context.ts';
import { apiCurl } from './curl.ts';
import { redirectTo } from './layout.ts';
import { curlHref, curlPage } from './live-curl.ts';

const FIELDS: readonly ApiField[] = [
  { name: 'player_id', label: 'Player ID', kind: 'text', required: true },
  { name: 'email', label: 'Email', kind: 'text' },
  { name: 'price_decimal', label: 'Amount', kind: 'number', hint: 'Empty: the sum of the catalogue prices.' },
  { name: 'currency', label: 'Currency', kind: 'select', options: CURRENCIES },
  { name: 'country', label: 'Country', kind: 'text', hint: 'Two letters, such as DE.' },
  { name: 'country_locked', label: 'Only payable from this country', kind: 'check' },
  { name: 'coupon_code', label: 'Coupon code', kind: 'text' },
  { name: 'coupons_enabled', label: 'The player may enter a coupon', kind: 'check' },
  { name: 'discount_percent', label: 'Discount in percent', kind: 'number' },
  { name: 'locale', label: 'Locale', kind: 'select', options: LOCALES },
  { name: 'platform', label: 'Platform', kind: 'select', options: ['ios', 'android', 'other'] },
  { name: 'back_to_game_url', label: 'Back to game URL', kind: 'text' },
  { name: 'back_to_store_url', label: 'Back to store URL', kind: 'text' },
  { name: 'price_template_id', label: 'Price template id', kind: 'text' },
  { name: 'ip_address', label: 'IP address', kind: 'text' },
  { name: 'expires_at', label: 'Expires at, in Unix seconds', kind: 'number' },
  { name: 'metadata', label: 'Metadata', kind: 'lines', hint: 'One key=value a line.' },
  {
    ...MORE_FIELDS,
    hint: 'Such as {"ui_settings": {"mode": "dark"}, "redirect_settings": {"mode": "immediate"}, "player_info": {"name": "Leia"}}.',
  },
];

/** The columns of an item's row in the form. */
const COLUMNS = ['sku', 'name', 'quantity', 'price'] as const;

/** What a submitted form has. */
export const orderFormSchema = formSchema(FIELDS).extend(
  Object.fromEntries(COLUMNS.map((name) => [name, z.array(z.string())])),
);

/** How many rows for items the form has besides those that are filled in. */
const BLANK_ROWS = 3;

const PLAYER = 'test-player';

/** An order with every field; the address may fill in the form, so that it can be kept as a bookmark. */
export const newOrderPage = dashboardPage({
  method: 'GET',
  path: '/orders/new',
  run: (context) => {
    const { problem, root } = context;
    const values = problem?.submitted ?? startValues(context);
    const rows = rowsOf(values);
    const blanks = Array.from({ length: BLANK_ROWS }, () => ({ sku: '', name: '', quantity: '', price: '' }));
    return {
      view: 'order-new',
      title: 'New order',
      section: 'transactions',
      model: {
        ...fieldsModel(FIELDS, values, context),
        rows: [...rows, ...blanks],
        itemsError: problem?.fields['items']?.message ?? '',
        skus: sellableItems(context),
        ...scenariosModel(context),
        action: `${root}/orders/new`,
        curl: orderCurlOf(context, values),
        curlHref: curlHref(root, 'order'),
      },
    };
  },
});

/** What the address says; else an order to copy; else a test player and the first item of the catalogue. */
function startValues(context: DashboardContext): FormValues {
  const { search, tables, game } = context;
  if (search.has('sku') || search.has('player_id')) return valuesOfSearch(search);
  const kept = game.scenarios?.find(({ name }) => name === search.get('scenario'));
  if (kept) return valuesOfScenario(kept);
  const copied = search.get('from');
  if (copied !== null) return valuesOfOrder(getOrder(tables, game.id, copied));
  const [first] = sellableItems(context);
  return {
    text: (name) => (name === 'player_id' ? (search.get('player') ?? PLAYER) : ''),
    list: (name) => (name === 'sku' && first ? [first.sku] : []),
  };
}

/** The kept orders, each of which fills in the form. */
function scenariosModel({ game, root, search, problem }: DashboardContext) {
  return {
    scenarios: (game.scenarios ?? []).map(({ name }) => ({
      name,
      href: `${root}/orders/new?scenario=${encodeURIComponent(name)}`,
    })),
    scenarioName: problem?.submitted.text('scenario_name') ?? search.get('scenario') ?? '',
    scenarioAction: `${root}/orders/scenarios`,
  };
}

/** A file may bring any JSON, so that nothing of it is taken for granted. */
function valuesOfScenario({ order: { items, ...order } }: Scenario): FormValues {
  const rows = (Array.isArray(items) ? items : []).map(
    (item: unknown) => new Map(Object.entries(item ?? {})),
  );
  const names = new Set(FIELDS.map(({ name }) => name));
  const more = Object.entries(order).filter(([name]) => !names.has(name));
  const body = { ...order, more: more.length === 0 ? null : Object.fromEntries(more) };
  const { text } = valuesOfBody(FIELDS, body);
  const column = (name: string) => rows.map((row) => textOf(row.get(name)));
  return { text, list: column };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What makes the same order again. Its prices are asked for as they were. */
function valuesOfOrder(order: Order): FormValues {
  const asked = order.items.filter(({ source }) => source === 'order');
  const lists: Readonly<Record<string, readonly string[]>> = {
    sku: asked.map(({ sku }) => sku),
    name: asked.map(({ name }) => name),
    quantity: asked.map(({ quantity }) => String(quantity)),
    price: asked.map(() => ''),
  };
  const body = {
    player_id: order.playerId,
    email: order.email,
    price_decimal: toMajor(order.amountBeforeDiscount, order.currency),
    currency: order.currency,
    country: order.country,
    country_locked: order.countryLocked,
    coupon_code: order.coupon?.code,
    coupons_enabled: order.couponsEnabled,
    discount_percent: order.discountPercent === 0 ? null : order.discountPercent,
    locale: order.locale,
    platform: order.platform,
    back_to_game_url: order.backToGameUrl,
    back_to_store_url: order.backToStoreUrl,
    metadata: order.metadata,
  };
  const { text } = valuesOfBody(FIELDS, body);
  return { text, list: (name) => lists[name] ?? [] };
}

function rowsOf({ list }: FormValues) {
  const [skus, names, quantities, prices] = COLUMNS.map((column) => list(column));
  const rows = (skus ?? []).map((sku, index) => ({
    sku: sku.trim(),
    name: names?.[index]?.trim() ?? '',
    quantity: quantities?.[index]?.trim() ?? '',
    price: prices?.[index]?.trim() ?? '',
  }));
  return rows.filter((row) => Object.values(row).some((value) => value !== ''));
}

/** The body of the request that makes the order. @throws Invalid when further fields are no JSON object */
export function orderBody(values: FormValues): Record<string, unknown> {
  return { ...bodyOfForm(FIELDS, values), items: itemsOf(values) };
}

function orderCurlOf(context: DashboardContext, values: FormValues): string {
  const body = { ...shownBodyOf(FIELDS, values), items: itemsOf(values) };
  return apiCurl(context.base, '/s2s/v1/orders', body, keyOf(context));
}

export const orderCurl = curlPage({
  name: 'order',
  section: 'transactions',
  fields: [...FIELDS.map(({ name }) => name), ...COLUMNS],
  curl: orderCurlOf,
});

function itemsOf(values: FormValues): readonly object[] {
  const number = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : text);
  return rowsOf(values).map(({ sku, name, quantity, price }) => ({
    sku,
    ...(name !== '' && { name }),
    ...(quantity !== '' && { quantity: number(quantity) }),
    ...(price !== '' && { price: number(price) }),
  }));
}

/** Makes the order as the S2S API would. */
export const createNewOrder = dashboardPage({
  method: 'POST',
  path: '/orders/new',
  form: orderFormSchema,
  again: newOrderPage,
  run: ({ domain, game, root }, { form }) => {
    const body = parse(orderCreateSchema, orderBody(valuesOfForm(form)), 'body');
    const order = createOrder(domain, game, newOrder(body), null);
    return redirectTo(`${root}/orders/${order.id}`, 'order-created');
  },
});
