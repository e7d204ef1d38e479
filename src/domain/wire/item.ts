import type { ItemSource } from '../model/item.ts';
import type { OrderItem, OrderPart } from '../model/order.ts';
import { toMajor } from '../money/money.ts';

/**
 * The items that a game is asked to grant: those that are not marked as the platform's own. Games hear of subscriptions
 * by events of their own.
 */
export function grantableItems(items: readonly OrderItem[]): OrderItem[] {
  return items.filter((item) => !item.isSystem && item.subscription === undefined);
}

/** `event_data` of `item.add` and `item.remove`, with the two deprecated fields of the first item. */
export function itemsData(playerId: string, lines: readonly OrderItem[], reason: string) {
  const items = grantableItems(lines).map(grantedItem);
  return {
    player_id: playerId,
    items,
    reason,
    item_id: items[0]?.id ?? null,
    sku: items[0]?.sku ?? null,
  };
}

/** An item of `item.add` and `item.remove`. */
export function grantedItem(item: OrderItem) {
  return { ...orderedItem(item), fallback_item: item.fallbackItem && grantedFallback(item.fallbackItem) };
}

/**
 * An item of the `order.*` events. A free item has no price: its three price fields are null. Names every field, because
 * every order needs it and merging objects takes several times as long.
 */
export function orderedItem(item: OrderItem) {
  const isFree = item.price === null || item.price === 0;
  return {
    id: item.id,
    name: item.name,
    description: item.description,
    sku: item.sku,
    quantity: item.quantity,
    type: item.type,
    nested_items: grantedParts(item),
    price: isFree ? null : item.price,
    price_decimal: isFree ? null : toMajor(item.price, item.currency),
    currency: isFree ? null : item.currency,
  };
}

export interface GrantedPart extends Pick<
  OrderPart,
  'id' | 'name' | 'description' | 'sku' | 'quantity' | 'type'
> {
  readonly nested_items: readonly GrantedPart[] | null;
}

function grantedPart(part: OrderPart): GrantedPart {
  return {
    id: part.id,
    name: part.name,
    description: part.description,
    sku: part.sku,
    quantity: part.quantity,
    type: part.type,
    nested_items: grantedParts(part),
  };
}

/** The parts of a bundle without the platform's own items; `null` for other items. */
function grantedParts({ nestedItems }: OrderPart): readonly GrantedPart[] | null {
  return nestedItems?.filter(({ isSystem }) => !isSystem).map(grantedPart) ?? null;
}

/** A fallback item has no price, like a free item. */
function grantedFallback(part: OrderPart) {
  return { ...grantedPart(part), price: null, price_decimal: null, currency: null, fallback_item: null };
}

/**
 * `OrderItemRead` of the published specification. Fields without a value are absent: JSON leaves `undefined` out,
 * and an object literal with all fields is several times faster than one merged from parts.
 */
export function orderItemRead(item: OrderItem) {
  const { price, currency } = item;
  return {
    id: item.id,
    sku: item.sku,
    name: item.name,
    source: item.source,
    description: item.description ?? undefined,
    image_url: item.imageUrl ?? undefined,
    quantity: item.quantity,
    nested_items: nestedRead(item),
    selected_plan_key: item.selectedPlanKey ?? undefined,
    currency,
    price: price ?? undefined,
    price_decimal: price === null ? undefined : toMajor(price, currency),
  };
}

/** `Item` of the published specification: an order's item without its price. */
export interface ItemRead {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly source: ItemSource;
  readonly description?: string | undefined;
  readonly image_url?: string | undefined;
  readonly quantity: number;
  /** What a bundle holds. */
  readonly nested_items?: readonly ItemRead[] | undefined;
}

export function itemRead(item: OrderItem): ItemRead {
  return partRead(item, item.source);
}

function partRead(part: OrderPart, source: ItemSource): ItemRead {
  return {
    id: part.id,
    sku: part.sku,
    name: part.name,
    source,
    description: part.description ?? undefined,
    image_url: part.imageUrl ?? undefined,
    quantity: part.quantity,
    nested_items: nestedRead(part),
  };
}

function nestedRead({ nestedItems }: OrderPart): readonly ItemRead[] | undefined {
  return nestedItems?.map((nested) => partRead(nested, 'bundle'));
}
