import { contentsOf, textsIn } from '../catalogue/item-contents.ts';
import { addItem, findItem } from '../catalogue/items.ts';
import { BASE_CURRENCY, itemPrice, localPrice, type Market } from '../catalogue/prices.ts';
import type { Tx } from '../model/context.ts';
import { type Fault, type FaultCode, Invalid, invalidField } from '../model/errors.ts';
import type { Locale } from '../model/game.ts';
import type { CatalogueItem } from '../model/item.ts';
import type { SubscriptionLine, SubscriptionPlan } from '../model/subscription.ts';
import { nearestName } from '../model/nearest.ts';
import type { OrderItem } from '../model/order.ts';
import type { PricePlatform, Price } from '../model/price-template.ts';
import { firstPrice, planWithOffer } from '../subscriptions/offers.ts';
import { beginsWithTrial, planPrice, plansOf } from '../subscriptions/plans.ts';
import { convert, splitByWeight, toMinor } from '../money/money.ts';
import type { NewOrder, NewOrderItem } from './new-order.ts';

/** An order's items with their prices in one currency; the prices add up to `total` minor units. */
export interface PricedItems {
  readonly items: readonly OrderItem[];
  readonly currency: string;
  readonly total: number;
}

/** An item of the order, with its entry in the catalogue. */
interface Line {
  readonly asked: NewOrderItem;
  readonly known: CatalogueItem | null;
  /** The plan in which a subscription is sold; `null` for other items. */
  readonly plan: SubscriptionPlan | null;
  /** The price in the catalogue. */
  readonly listed: Price | null;
  /** The item's own price in the order, else the price in the catalogue. */
  readonly price: Price | null;
}

/**
 * Prices an order. `price_decimal`, or else a price template, is the price of the whole order and overrides
 * item prices: it is split over the items by their catalogue prices if all have one, else equally. A SKU seen
 * for the first time is added to the catalogue with its share as its price.
 *
 * @throws Invalid naming each SKU that is archived, or has neither a catalogue price nor an order price.
 */
export function priceItems(tx: Tx, gameId: string, order: NewOrder): PricedItems {
  const market = marketOf(order, tx.rules.defaultCountry);
  const lines = order.items.map((asked): Line => {
    const known = findItem(tx, gameId, asked.sku);
    const own = ownPrice(order, asked, known);
    const selected = known && planFor(known, asked.selectedPlanKey);
    const plan = selected && planWithOffer(tx.tables, gameId, order.playerId, asked.sku, selected);
    const listed =
      known && (plan ? planPrice(tx.tables, known, plan, market) : itemPrice(tx.tables, known, market));
    const offered = listed && plan ? { ...listed, amount: firstPrice(plan, listed.amount) } : listed;
    return { asked, known, plan, listed, price: own ?? offered };
  });
  const template = templatePrice(tx, gameId, order.priceTemplateId, market);
  const given = order.currency ?? template?.currency ?? catalogueCurrency(lines);
  const currency = given ?? 'USD';
  const asked = orderPrice(order.priceDecimal, template, currency);
  const nearSku = (sku: string) => didYouMean(tx, gameId, sku);
  const priced = lines.map((line) => asked !== null || line.price !== null);
  const faults = [
    ...archived(lines),
    ...unknownPlans(lines),
    ...unpriced(lines, priced, nearSku),
    ...unnamed(lines, priced, given !== undefined, nearSku),
  ];
  if (faults.length > 0) throw new Invalid(faults);
  const full = linePrices(lines, currency, asked);
  const trials = lines.map((line) => asked === null && isTrial(tx, gameId, order.playerId, line));
  const prices = full.map((price, index) => (trials[index] === true ? 0 : price));
  const items = lines.map((line, index) =>
    orderItem(tx, gameId, line, prices[index] ?? 0, currency, order.locale, {
      isTrial: trials[index] === true,
      renewalPrice: renewalPrice(line, currency) ?? full[index] ?? 0,
    }),
  );
  return { items, currency, total: prices.reduce((sum, price) => sum + price, 0) };
}

/** The price that the request gives the item, in its own currency, else that of the order or the catalogue. */
function ownPrice(
  order: NewOrder,
  { price, currency }: NewOrderItem,
  known: CatalogueItem | null,
): Price | null {
  if (price === null) return null;
  return { amount: price, currency: currency ?? order.currency ?? known?.currency ?? BASE_CURRENCY };
}

const PLATFORMS: ReadonlyMap<string, PricePlatform> = new Map([
  ['ios', 'ios'],
  ['android', 'android'],
  ['other', 'other'],
]);

/**
 * The country and platform that an order is priced for. An order that prefers its own currency has the base
 * prices, which belong to no country. An order without a country has the default country.
 */
function marketOf({ currencyPreferred, currency, country, platform }: NewOrder, fallback: string): Market {
  const ignoresCountry = currencyPreferred && currency !== null;
  return marketFor(ignoresCountry ? '' : (country ?? fallback), platform);
}

/** The market of a country and of a device's platform, as orders name it. */
export function marketFor(country: string, platform: string | null): Market {
  return { country, platform: PLATFORMS.get(platform ?? '') ?? 'any' };
}

/** @throws Invalid when the game has no such template. */
function templatePrice(tx: Tx, gameId: string, id: string | null, market: Market): Price | null {
  if (id === null) return null;
  const template = tx.tables.priceTemplates.get(id);
  if (template?.gameId === gameId) return localPrice(template, market);
  throw invalidField(
    ['price_template_id'],
    'unknown_price_template',
    `Unknown price template ${JSON.stringify(id)}: create it, or name another.`,
  );
}

/** The price of the whole order in minor units; `null` when it is the sum of its items' prices. */
function orderPrice(priceDecimal: number | null, template: Price | null, currency: string): number | null {
  if (priceDecimal !== null) return toMinor(priceDecimal, currency);
  return template && convert(template.amount, template.currency, currency);
}

function catalogueCurrency(lines: readonly Line[]): string | undefined {
  const first = lines.find((line) => line.price ?? line.known?.currency);
  return first?.price?.currency ?? first?.known?.currency ?? undefined;
}

function archived(lines: readonly Line[]): Fault[] {
  return lines.flatMap(({ asked, known }, index) =>
    known?.archivedAt == null
      ? []
      : [
          fault(
            index,
            'item_archived',
            `Item ${JSON.stringify(asked.sku)} is archived: it can't be ordered.`,
          ),
        ],
  );
}

/** The hint at a SKU of the catalogue that is nearly the unknown one; empty without one. */
function didYouMean(tx: Tx, gameId: string, sku: string): string {
  const skus = tx.tables.items.by('game', gameId).map((item) => item.sku);
  const near = nearestName(sku, skus);
  return near === null ? '' : ` (did you mean ${JSON.stringify(near)}?)`;
}

/** The plan that the request selects, else the first; `null` for what is no subscription, and for an unknown plan. */
function planFor(item: CatalogueItem, key: string | null): SubscriptionPlan | null {
  const plans = plansOf(item);
  return plans.find((plan) => key === null || plan.key === key) ?? null;
}

function isTrial(tx: Tx, gameId: string, playerId: string, { asked, plan }: Line): boolean {
  return (
    plan !== null && asked.price === null && beginsWithTrial(tx.tables, gameId, playerId, asked.sku, plan)
  );
}

/** Renewals cost what the catalogue says, whatever the order costs; `null` if it has no price. */
function renewalPrice({ listed }: Line, currency: string): number | null {
  return listed && convert(listed.amount, listed.currency, currency);
}

function unknownPlans(lines: readonly Line[]): Fault[] {
  return lines.flatMap(({ asked: { sku, selectedPlanKey: key }, known, plan }, index) => {
    if (known?.type !== 'subscription' || plan) return [];
    const keys = plansOf(known).map((one) => JSON.stringify(one.key));
    const message = `Subscription ${JSON.stringify(sku)} has no plan ${JSON.stringify(key)}: select ${keys.join(' or ')}.`;
    return [{ path: ['items', index, 'selected_plan_key'], code: 'unknown_plan', message }];
  });
}

/** `priced` says for each line whether the order gives it a price, or the catalogue. */
function unpriced(
  lines: readonly Line[],
  priced: readonly boolean[],
  nearSku: (sku: string) => string,
): Fault[] {
  return lines.flatMap((line, index) => {
    if (priced[index]) return [];
    const sku = JSON.stringify(line.asked.sku);
    const what = line.known ? `Item ${sku} has no price` : `Unknown SKU ${sku}${nearSku(line.asked.sku)}`;
    const remedy = `give the item price and currency, or the order price_decimal and currency${line.known ? '' : ', and the item a name'}`;
    const code = line.known ? 'price_missing' : 'unknown_sku';
    return [fault(index, code, `${what}: ${remedy}, or use a SKU of the catalogue that has a price.`)];
  });
}

/** With a price, a new SKU still needs a name, and the order a currency. */
function unnamed(
  lines: readonly Line[],
  priced: readonly boolean[],
  hasCurrency: boolean,
  nearSku: (sku: string) => string,
): Fault[] {
  return lines.flatMap((line, index) => {
    if (line.known || !priced[index]) return [];
    const sku = JSON.stringify(line.asked.sku);
    if (line.asked.name === null)
      return [
        fault(
          index,
          'name_missing',
          `Unknown SKU ${sku}${nearSku(line.asked.sku)}: give the item a name to create it.`,
        ),
      ];
    return hasCurrency
      ? []
      : [fault(index, 'currency_missing', `Unknown SKU ${sku}: give the order a currency too.`)];
  });
}

function fault(index: number, code: FaultCode, message: string): Fault {
  return { path: ['items', index, 'sku'], code, message };
}

function linePrices(lines: readonly Line[], currency: string, total: number | null): readonly number[] {
  const catalogue = lines.map(({ price }) => price && convert(price.amount, price.currency, currency));
  if (total === null) return catalogue.map((price) => price ?? 0);
  return splitByWeight(total, catalogue.every((price) => price !== null) ? catalogue : lines.map(() => 1));
}

function orderItem(
  tx: Tx,
  gameId: string,
  { asked, known, plan }: Line,
  price: number,
  currency: string,
  locale: Locale | null,
  terms: Pick<SubscriptionLine, 'isTrial' | 'renewalPrice'>,
): OrderItem {
  const item = known ?? addItem(tx, gameId, { ...newItem(asked), price, currency });
  const texts = textsIn(item, locale);
  const contents = contentsOf(tx.tables, item, locale);
  return {
    id: item.id,
    sku: item.sku,
    name: asked.name ?? texts.name,
    description: asked.description ?? texts.description,
    imageUrl: asked.imageUrl ?? item.imageUrl,
    quantity: asked.quantity ?? item.quantity,
    price,
    currency,
    isSystem: item.isSystem,
    type: contents.type,
    nestedItems: contents.nestedItems,
    fallbackItem: contents.fallbackItem,
    source: 'order',
    selectedPlanKey: plan?.key ?? null,
    ...(plan && { subscription: { plan, ...terms, renews: null } }),
  };
}

function newItem(asked: NewOrderItem) {
  return {
    sku: asked.sku,
    name: asked.name ?? asked.sku,
    description: asked.description,
    imageUrl: asked.imageUrl,
    quantity: asked.quantity ?? 1,
  };
}
