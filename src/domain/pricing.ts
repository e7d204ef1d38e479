import { Invalid, type Fault } from './errors.ts';
import { addItem, findItem } from './items.ts';
import type { CatalogueItem } from './model/item.ts';
import type { OrderItem } from './model/order.ts';
import { splitByWeight, toMinor } from './money.ts';
import type { NewOrder, NewOrderItem } from './orders.ts';
import { convert } from './rates.ts';
import type { Tx } from './world.ts';

/** An order's lines with their prices in one currency; the prices add up to `total` minor units. */
export interface PricedItems {
  readonly items: readonly OrderItem[];
  readonly currency: string;
  readonly total: number;
}

interface Line {
  readonly asked: NewOrderItem;
  readonly known: CatalogueItem | null;
}

/**
 * Prices an order. `price_decimal` is the price of the whole order and overrides item prices: the lines
 * share it, by their catalogue prices where all have one, else equally. A SKU seen for the first time
 * enters the catalogue with its share as its price.
 *
 * @throws Invalid naming each SKU that has neither a catalogue price nor an order price.
 */
export function priceItems(tx: Tx, gameId: string, order: NewOrder): PricedItems {
  const lines = order.items.map((asked) => ({ asked, known: findItem(tx, gameId, asked.sku) }));
  const faults = order.priceDecimal === null ? unpriced(lines) : unnamed(lines, order);
  if (faults.length > 0) throw new Invalid(faults);
  const currency = order.currency ?? lines.find((line) => line.known?.currency)?.known?.currency ?? 'USD';
  const prices = pricesIn(currency, lines, order.priceDecimal);
  const items = lines.map((line, index) =>
    orderItem(tx, gameId, { line, currency, price: prices[index] ?? 0 }),
  );
  return { items, currency, total: prices.reduce((sum, price) => sum + price, 0) };
}

function isPriced(line: Line): boolean {
  return line.known?.price != null && line.known.currency !== null;
}

function unpriced(lines: readonly Line[]): Fault[] {
  return lines.flatMap((line, index) => {
    if (isPriced(line)) return [];
    const sku = JSON.stringify(line.asked.sku);
    const what = line.known ? `Item ${sku} has no price` : `Unknown SKU ${sku}`;
    const remedy = `give the order price_decimal and currency${line.known ? '' : ' and the item a name'}`;
    return [fault(index, `${what}: ${remedy}, or use a SKU of the catalogue that has a price.`)];
  });
}

/** With an order price, a SKU that is new still needs a name, and somebody has to say the currency. */
function unnamed(lines: readonly Line[], order: NewOrder): Fault[] {
  const hasCurrency = order.currency !== null || lines.some((line) => line.known?.currency);
  return lines.flatMap((line, index) => {
    if (line.known) return [];
    const sku = JSON.stringify(line.asked.sku);
    if (line.asked.name === null)
      return [fault(index, `Unknown SKU ${sku}: give the item a name to create it.`)];
    return hasCurrency ? [] : [fault(index, `Unknown SKU ${sku}: give the order a currency too.`)];
  });
}

function fault(index: number, msg: string): Fault {
  return { loc: ['body', 'items', index, 'sku'], msg, type: 'value_error' };
}

function pricesIn(currency: string, lines: readonly Line[], priceDecimal: number | null): readonly number[] {
  const catalogue = lines.map((line) => catalogueUnits(line, currency));
  if (priceDecimal === null) return catalogue;
  const weights = lines.every(isPriced) ? catalogue : lines.map(() => 1);
  return splitByWeight(toMinor(priceDecimal, currency), weights);
}

function catalogueUnits({ known }: Line, currency: string): number {
  if (known?.price == null || known.currency === null) return 0;
  return convert(known.price, known.currency, currency);
}

interface PricedLine {
  readonly line: Line;
  readonly currency: string;
  readonly price: number;
}

function orderItem(tx: Tx, gameId: string, { line, currency, price }: PricedLine): OrderItem {
  const { asked } = line;
  const item = line.known ?? addItem(tx, gameId, { ...newItem(asked), price, currency });
  return {
    id: item.id,
    sku: item.sku,
    name: asked.name ?? item.name,
    description: asked.description ?? item.description,
    imageUrl: asked.imageUrl ?? item.imageUrl,
    quantity: asked.quantity ?? item.quantity,
    price,
    currency,
    isSystem: item.isSystem,
    source: 'order',
    selectedPlanKey: asked.selectedPlanKey,
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
